// Figures as kam_core.figures writes them, and numbers as people type them.

const grouped = (number, digits = 0) => number.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits })
const percent = (share) => grouped(share * 100, 1).replace(/\.0$/, "") + "%"
function trimmed(value) {
  const size = Math.abs(value)
  return Number(value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : 2))
}
function short(value, scales) {
  for (const [scale, word] of scales) {
    const part = trimmed(value / scale)
    if (Math.abs(part) >= 1) return part.toLocaleString("en-US", { maximumFractionDigits: 2 }) + word
  }
  return trimmed(value).toLocaleString("en-US", { maximumFractionDigits: 2 })
}
const fill = (template, facts) => template.replace(/\{(\w+)\}/g, (whole, name) => (name in facts ? String(facts[name]) : whole))

// "1,234", "38.2万", "1.5k": a number as people type it, or null
function typed(text) {
  const plain = text.normalize("NFKC").replace(/[\s,，%％]/g, "").toLowerCase()
  const found = /^(-?\d*\.?\d+)(万|亿|k|m|b)?$/.exec(plain)
  if (!found) return null
  const scale = { 万: 1e4, 亿: 1e8, k: 1e3, m: 1e6, b: 1e9 }[found[2]]
  return { number: Number(found[1]), digits: found[1], scale: scale ?? null }
}
