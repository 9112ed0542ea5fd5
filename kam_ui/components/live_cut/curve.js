// The curve between its knots, and what the line at k means, names picked by hand included.

function between(knots, column, k) {
  const ranks = knots.rank, list = knots[column]
  if (k <= 0) return 0
  let low = 0, high = ranks.length - 1
  while (low < high) { const middle = (low + high) >> 1; if (ranks[middle] < k) low = middle + 1; else high = middle }
  if (ranks[low] === k || low === 0) return list[low]
  const part = (k - ranks[low - 1]) / (ranks[low] - ranks[low - 1])
  return list[low - 1] + part * (list[low] - list[low - 1])
}

function firstWhere(n, holds) { // the smallest k in 0..n that holds; n where none does
  let low = 0, high = n
  while (low < high) { const middle = (low + high) >> 1; if (holds(middle)) high = middle; else low = middle + 1 }
  return low
}

function countFor(data, rule, value) {
  const { n, knots, rising } = data
  if (rule === "count") return Math.min(Math.round(value), n)
  if (rule === "top") return Math.min(Math.ceil((value * n) / 100 - 1e-9), n)
  if (rule === "reach") return value <= 0 || !data.has_share ? 0 : firstWhere(rising, (k) => between(knots, "share", k) >= value / 100 - 1e-12)
  return firstWhere(n, (k) => k === n || between(knots, "value", k + 1) < value)
}

// what the line at k means, names picked by hand included
function consequence(data, k) {
  let count = k, share = between(data.knots, "share", k)
  for (const pick of data.hand) {
    if (pick.pinned && pick.rank > k) { count += 1; share += pick.share }
    if (!pick.pinned && pick.rank <= k) { count -= 1; share -= pick.share }
  }
  return { k, count, share, others: data.n - count, value: k ? between(data.knots, "value", k) : null, line_share: between(data.knots, "share", k) }
}

// what the season says of the key accounts when the line stands at k, as kam_core.analysis.supply.story says it
function shortage(data, k) {
  if (!data.story) return ""
  const byHand = new Map(data.hand.map((pick) => [pick.rank, pick.pinned]))
  const isKey = (rank) => byHand.get(rank) ?? rank <= k
  const { short, first, reported } = data.story
  const told = short.findIndex(isKey), space = data.words.space
  if (told >= 0) return space + fill(data.words.story_short, { short: grouped(short.filter(isKey).length), first: first[told] ?? "…" })
  const known = reported.filter(isKey).length
  return known ? space + fill(data.words.story_enough, { reported: grouped(known) }) : ""
}
