// plotly.js draws bars, tail and curve once; the line above them is ours and moves without plotly.

const RIGHT = 56, LEFT = 44, TOP = 14, BOTTOM = 30

function loadPlotly(address) {
  window.kamPlotly ??= new Promise((done, failed) => {
    if (window.Plotly?.newPlot) return done(window.Plotly)
    const script = document.createElement("script")
    script.src = address
    script.onload = () => done(window.Plotly ?? window.moduleName)
    script.onerror = failed
    document.head.append(script)
  })
  return window.kamPlotly
}

// plotly.js puts its rules into the document's head, where they do not reach into a shadow root
function lendStyles(root) {
  if (!(root instanceof ShadowRoot) || root.querySelector("style.lent")) return
  const sheet = document.getElementById("plotly.js-style-global")?.sheet
  if (!sheet) return
  const style = document.createElement("style")
  style.className = "lent"
  style.textContent = [...sheet.cssRules].map((rule) => rule.cssText).join("\n")
  root.append(style)
}

function colours(host) {
  const style = getComputedStyle(host)
  const read = (name) => style.getPropertyValue(name).trim()
  const series = read("--st-chart-categorical-colors").split(",")
  return { key: series[0] || "#0072b2", curve: series[1] || "#e69f00", other: read("--st-gray-color") || "#7f8c96", text: read("--st-text-color"), line: read("--st-border-color"), font: read("--st-font") }
}

function axes(data) {
  const top = Math.max(1, data.peak) * 1.04
  const highest = Math.max(data.knots.value[0] ?? 0, 0) / 0.62 || 1
  const lowest = Math.min(0, data.lowest) * 1.1
  return { top, highest, lowest, bottom: (lowest / highest) * top }
}

function figure(data, look, narrow) {
  const leaders = data.leaders, { rank, share, value } = data.knots
  const tail = rank.findIndex((r) => r >= leaders)
  const span = axes(data)
  const ticks = [0, 0.2, 0.4, 0.6, 0.7, 0.8, 1]
  for (let over = 1.2; over <= data.peak; over += 0.2) ticks.push(over)
  const right = data.slim ? 12 : RIGHT // beside a table there is no room for the bars' own axis
  const ranks = data.n <= 12 ? { tickvals: rank } : { nticks: data.slim ? 3 : narrow ? 4 : 8 }
  const mark = (y) => ({ type: "line", xref: "paper", x0: 0, x1: 1, yref: "y2", y0: y, y1: y, layer: "below", line: { color: look.other, width: 1, dash: "dot" } })
  const base = { fixedrange: true, zeroline: false, tickfont: { size: 12, color: look.text }, ticks: "", showgrid: false }
  return {
    data: [
      { type: "bar", x: rank.slice(0, leaders), y: value.slice(0, leaders), marker: { color: look.other, line: { width: 0 } }, hoverinfo: "skip" },
      { type: "scatter", mode: "lines", x: tail < 0 ? [] : rank.slice(tail), y: tail < 0 ? [] : value.slice(tail), line: { color: look.other, width: 1.5 }, hoverinfo: "skip" },
      { type: "scatter", mode: "lines", x: data.has_share ? [0, ...rank] : [], y: data.has_share ? [0, ...share] : [], yaxis: "y2", line: { color: look.curve, width: 3 }, hoverinfo: "skip" },
    ],
    layout: {
      margin: { l: LEFT, r: right, t: TOP, b: BOTTOM }, showlegend: false, bargap: leaders > 60 ? 0.1 : 0.25, paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)",
      font: { family: look.font, color: look.text, size: 12 },
      xaxis: { ...base, range: [0.5 - Math.max(0.5, data.n / 200), data.n + 0.5], ...ranks, tickformat: ",d" },
      // the curve's axis lies over the bars' axis, so that the curve is drawn on top
      yaxis: { ...base, range: [span.lowest, span.highest], side: "right", tickvals: data.slim ? [] : data.ticks[0], ticktext: data.ticks[1] },
      yaxis2: { ...base, range: [span.bottom, span.top], overlaying: "y", side: "left", tickvals: data.has_share ? ticks : [], ticktext: ticks.map((y) => `${Math.round(y * 100)}%`), zeroline: true, zerolinecolor: look.line },
      shapes: data.has_share ? [0.6, 0.7, 0.8].map(mark) : [],
    },
  }
}

function place(state) { // the overlay's geometry from plotly's own
  const box = state.plot._fullLayout
  if (!box) return
  const { _offset: x0, _length: width, range } = box.xaxis
  const { _offset: y0, _length: height, range: shares } = box.yaxis2
  state.toX = (k) => ((k - range[0]) / (range[1] - range[0])) * width
  state.toK = (x) => range[0] + (x / width) * (range[1] - range[0])
  state.toY = (share) => height * (1 - (share - shares[0]) / (shares[1] - shares[0]))
  state.width = width
  Object.assign(state.over.style, { left: `${x0}px`, top: `${state.plot.offsetTop + y0}px`, width: `${width}px`, height: `${height}px` })
  const thumb = 8
  const first = state.toX(0), last = state.toX(state.data.n)
  Object.assign(state.slider.style, { marginLeft: `${x0 + first - thumb}px`, width: `${last - first + 2 * thumb}px` })
}

function paintBars(state, k) {
  const { leaders, hand } = state.data
  if (state.painted === Math.min(k, leaders) && !state.repaint) return
  state.painted = Math.min(k, leaders)
  state.repaint = false
  const shades = new Array(leaders)
  for (let i = 0; i < leaders; i++) shades[i] = i < k ? state.look.key : state.look.other
  for (const pick of hand) if (pick.rank <= leaders) shades[pick.rank - 1] = pick.pinned ? state.look.key : state.look.other
  state.Plotly.restyle(state.plot, { "marker.color": [shades] }, [0])
}

function show(state, k, except) {
  const { data, el } = state
  const now = consequence(data, k)
  state.k = k
  state.slider.value = k
  const inWords = { key_accounts: grouped(now.count), customers: grouped(data.n), of_customers: percent(data.n ? now.count / data.n : 0), share: percent(now.share), total: data.total }
  const sentence = fill(data.words.sentence, inWords) + shortage(data, k)
  state.slider.setAttribute("aria-valuetext", sentence)
  state.plot.setAttribute("aria-label", sentence)
  if (!data.slim) window.dispatchEvent(new CustomEvent("kam-cut", { detail: { sentence, count: now.count } }))
  el.key.textContent = fill(data.words.key, { n: grouped(now.count) })
  el.other.textContent = fill(data.words.other, { n: grouped(now.others) })
  if (state.toX) {
    const x = state.toX(k + 0.5 > data.n + 0.5 ? data.n + 0.5 : k ? k + 0.5 : 0.5)
    el.cut.style.left = `${x}px`
    el.tint.style.width = `${Math.max(0, x)}px`
    el.dot.style.left = `${state.toX(k)}px`
    el.dot.style.top = `${state.toY(now.line_share)}px`
    el.dot.hidden = !data.has_share
    paintBars(state, k)
  }
  const said = { count: grouped(k), top: trimPercent(data.n ? (k / data.n) * 100 : 0), reach: data.has_share ? trimPercent(now.line_share * 100) : "–", at_least: now.value === null ? "–" : scaled(now.value, data.scale) }
  const ruling = state.moved ?? data.rule
  for (const [rule, box] of Object.entries(state.boxes)) {
    box.parentElement.classList.toggle("rules", rule === ruling)
    if (rule !== except) box.value = state.moved === null && rule === data.rule ? data.typed : said[rule]
  }
  const lines = [data.words.largest]
  const heads = between(data.knots, "heads", k), known = between(data.knots, "known", k)
  if (heads >= 1) lines.push(fill(data.words.heads, { heads: grouped(Math.round(heads)), each: trimmed(known / heads).toLocaleString("en-US") }))
  lines.push(fill(now.count > data.threshold ? data.words.due : data.words.not_due, { key_accounts: grouped(now.count), threshold: data.threshold }))
  state.follows.replaceChildren(...lines.filter(Boolean).map((line) => Object.assign(document.createElement("li"), { textContent: line })))
}

const trimPercent = (number) => number.toFixed(1)
function scaled(value, scale) {
  const part = value / scale, size = Math.abs(part)
  return part.toLocaleString("en-US", { maximumFractionDigits: size >= 100 ? 1 : size >= 1 ? 2 : 4 })
}
