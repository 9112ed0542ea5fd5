// The card on a canvas: sentence, curve, largest accounts, who is urgent, or the page's own drawing; and the code to
// scan. Data become text by fillText only; a drawing is an SVG made on the server, shown as a picture. Colours are
// those of the charts (Okabe-Ito).
const WIDE = 720, PAD = 40, SCALE = 2
const INK = "#1c2730", SOFT = "#5b6873", LINE = "#d8e0e6", KEY = "#0072B2", REST = "#999999", CURVE = "#D55E00", CUT = "#00805F"
const FAMILY = '-apple-system, "Segoe UI", Roboto, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif'

function wrapped(pen, text, room) {
  const words = text.match(/[（【《“]*(?:(?:\d+月)?\d+日|[\u2e80-\uffef]|[^\s\u2e80-\uffef]+)|\s+/g) ?? []
  const closing = /^[，。；：！？、）】》”,.;:!?)%]/
  const lines = []
  let line = ""
  for (const word of words) {
    if (line && pen.measureText(line + word).width > room && !closing.test(word)) { lines.push(line.trimEnd()); line = word.trimStart() }
    else line += word
    while (pen.measureText(line).width > room * 1.2) {
      let n = line.length - 1
      while (n > 1 && pen.measureText(line.slice(0, n)).width > room) n -= 1
      lines.push(line.slice(0, n)); line = line.slice(n)
    }
  }
  return line.trim() ? [...lines, line.trimEnd()] : lines
}

function cutShort(pen, text, room) {
  if (pen.measureText(text).width <= room) return text
  let n = text.length
  while (n > 1 && pen.measureText(text.slice(0, n) + "…").width > room) n -= 1
  return text.slice(0, n) + "…"
}

function drawCurve(pen, data, top) {
  const left = PAD + 54, right = WIDE - PAD, bottom = top + 250
  const peak = Math.max(1, ...data.points.map((point) => point[1]))
  const x = (k) => left + ((right - left) * k) / data.n
  const y = (share) => bottom - ((bottom - top) * Math.max(share, 0)) / peak
  pen.font = `17px ${FAMILY}`
  for (const step of [0, 0.2, 0.4, 0.6, 0.8, 1]) {
    pen.strokeStyle = LINE; pen.lineWidth = 1
    pen.beginPath(); pen.moveTo(left, y(step)); pen.lineTo(right, y(step)); pen.stroke()
    pen.fillStyle = SOFT; pen.textAlign = "right"; pen.fillText(`${Math.round(step * 100)}%`, left - 8, y(step) + 6)
  }
  const points = [[0, 0], ...data.points]
  const area = (which, colour) => {
    if (which.length < 2) return
    pen.fillStyle = colour; pen.globalAlpha = 0.18; pen.beginPath(); pen.moveTo(x(which[0][0]), bottom)
    for (const [k, share] of which) pen.lineTo(x(k), y(share))
    pen.lineTo(x(which.at(-1)[0]), bottom); pen.fill(); pen.globalAlpha = 1
  }
  area(points.filter((point) => point[0] <= data.k), KEY)
  area(points.filter((point) => point[0] >= data.k), REST)
  pen.strokeStyle = CURVE; pen.lineWidth = 4; pen.lineJoin = "round"; pen.beginPath()
  points.forEach(([k, share], at) => (at ? pen.lineTo(x(k), y(share)) : pen.moveTo(x(k), y(share))))
  pen.stroke()
  pen.strokeStyle = CUT; pen.lineWidth = 3; pen.beginPath(); pen.moveTo(x(data.k), top - 6); pen.lineTo(x(data.k), bottom); pen.stroke()
  const early = data.k * 2 < data.n
  pen.fillStyle = CUT; pen.textAlign = early ? "left" : "right"; pen.font = `600 19px ${FAMILY}`
  pen.fillText(data.cut, early ? Math.max(x(data.k) - 2, left) : x(data.k), top - 14)
  return bottom + 34
}

function heading(pen, text, top) {
  pen.textAlign = "left"; pen.fillStyle = INK; pen.font = `600 21px ${FAMILY}`
  pen.fillText(text, PAD, top)
  return top + 34
}

function drawAccounts(pen, data, top) {
  let at = heading(pen, data.accounts_title, top)
  for (const row of data.accounts) {
    pen.font = `18px ${FAMILY}`
    pen.fillStyle = row.key ? KEY : REST; pen.globalAlpha = 0.2
    pen.fillRect(PAD + 34, at - 21, (WIDE - 2 * PAD - 34) * row.part, 30); pen.globalAlpha = 1
    pen.fillStyle = SOFT; pen.textAlign = "right"; pen.fillText(String(row.rank), PAD + 24, at)
    pen.fillText(row.share, WIDE - PAD, at)
    pen.fillStyle = INK; pen.fillText(row.value, WIDE - PAD - 84, at)
    pen.textAlign = "left"; pen.fillText(cutShort(pen, row.name, 390), PAD + 42, at)
    at += 36
  }
  return at + 14
}

function drawUrgent(pen, data, top) {
  let at = heading(pen, data.urgent_title, top)
  for (const row of data.urgent) {
    pen.font = `18px ${FAMILY}`; pen.textAlign = "left"; pen.fillStyle = INK
    pen.fillText(cutShort(pen, row.name, 340), PAD, at)
    pen.textAlign = "right"; pen.fillStyle = SOFT; pen.fillText(row.run_out, WIDE - PAD - 130, at)
    pen.font = `600 18px ${FAMILY}`; pen.fillStyle = row.late ? "#A33D00" : INK; pen.fillText(row.left, WIDE - PAD, at)
    at += 34
  }
  return at + 14
}

function drawFoot(pen, data, top) {
  const size = data.code.length ? 150 : 0
  pen.strokeStyle = LINE; pen.lineWidth = 1; pen.beginPath(); pen.moveTo(PAD, top - 12); pen.lineTo(WIDE - PAD, top - 12); pen.stroke()
  const cell = size / (data.code.length || 1)
  pen.fillStyle = "#111"
  data.code.forEach((row, y) => row.forEach((dark, x) => { if (dark) pen.fillRect(WIDE - PAD - size + x * cell, top + 8 + y * cell, cell + 0.3, cell + 0.3) }))
  pen.fillStyle = SOFT; pen.textAlign = "left"; pen.font = `18px ${FAMILY}`
  let at = top + 26
  for (const text of data.foot) for (const line of wrapped(pen, text, WIDE - 2 * PAD - size - 30)) { pen.fillText(line, PAD, at); at += 27 }
  return Math.max(at, top + 8 + size) + 24
}

function drawChart(pen, data, chart, top) {
  const at = heading(pen, data.chart.title, top)
  pen.drawImage(chart, PAD, at - 14, data.chart.wide, data.chart.high)
  return at + data.chart.high + 16
}

// The page's own drawing as an image; null where it has none, or where the browser will not draw it.
function loaded(chart) {
  return new Promise((done) => {
    if (!chart.svg) return done(null)
    const image = new Image(chart.wide, chart.high)
    image.onload = () => done(image)
    image.onerror = () => done(null)
    image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(chart.svg)
  })
}

async function card(data) {
  const chart = await loaded(data.chart)
  const canvas = document.createElement("canvas")
  const lay = (pen) => {
    pen.fillStyle = SOFT; pen.textAlign = "left"; pen.font = `19px ${FAMILY}`
    pen.fillText(cutShort(pen, data.title, WIDE - 2 * PAD), PAD, 52)
    pen.fillStyle = INK; pen.font = `600 29px ${FAMILY}`
    let at = 100
    for (const line of wrapped(pen, data.sentence, WIDE - 2 * PAD)) { pen.fillText(line, PAD, at); at += 42 }
    if (data.beside) {
      pen.fillStyle = SOFT; pen.font = `18px ${FAMILY}`
      for (const line of wrapped(pen, data.beside, WIDE - 2 * PAD)) { pen.fillText(line, PAD, at - 6); at += 27 }
    }
    if (chart) at = drawChart(pen, data, chart, at + 30)
    if (data.points.length) at = drawCurve(pen, data, at + 30) + 14
    if (data.urgent.length) at = drawUrgent(pen, data, at)
    if (data.accounts.length) at = drawAccounts(pen, data, at)
    return drawFoot(pen, data, at)
  }
  canvas.width = WIDE; canvas.height = 10
  const high = Math.ceil(lay(canvas.getContext("2d")))
  canvas.width = WIDE * SCALE; canvas.height = high * SCALE
  const pen = canvas.getContext("2d")
  pen.scale(SCALE, SCALE); pen.fillStyle = "#ffffff"; pen.fillRect(0, 0, WIDE, high)
  lay(pen)
  return canvas
}
