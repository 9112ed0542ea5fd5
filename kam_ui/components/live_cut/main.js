// The curve, the line on it, and what follows from the line. Everything moves here, at the screen's own pace; the server
// hears of a cut once, on release, and answers with exact figures. Data become text by textContent only.

const live = new WeakMap()

export default function ({ data, parentElement, setTriggerValue }) {
  const find = (selector) => parentElement.querySelector(selector)
  const root = find(".live"), plot = find(".plot")
  let state = live.get(parentElement)
  if (!state) {
    const boxes = Object.fromEntries([...parentElement.querySelectorAll("label")].map((label) => [label.dataset.rule, label.querySelector("input")]))
    const el = Object.fromEntries(["tint", "cut", "dot", "tip"].map((name) => [name, find(`.${name}`)]))
    Object.assign(el, { key: find(".side.key"), other: find(".side.other") })
    state = { plot, boxes, el, over: find(".over"), slider: find(".slider"), follows: find(".follows"), wrong: find(".wrong"), moved: null, dragging: false, typing: null }
    live.set(parentElement, state)
    listen(state)
  }
  Object.assign(state, { data, setTriggerValue, look: colours(root) })
  root.classList.toggle("slim", data.slim)
  root.style.setProperty("--key", state.look.key)
  root.style.setProperty("--muted", state.look.other)
  root.style.setProperty("--curve", state.look.curve)
  find(".axis.curve").textContent = data.has_share ? data.words.curve : ""
  find(".axis.curve").hidden = !data.has_share
  find(".axis.bars").textContent = data.words.bars
  state.slider.max = data.n
  state.slider.setAttribute("aria-label", data.words.slider)
  find(".heading").textContent = data.words.heading
  for (const label of parentElement.querySelectorAll("label")) {
    const words = data.words[label.dataset.rule]
    label.querySelector(".before").textContent = words[0]
    label.querySelector(".after").textContent = words[1]
    label.querySelector("input").disabled = label.dataset.rule === "reach" && !data.has_share
  }
  const busy = () => state.dragging || state.typing
  if (!busy()) { state.moved = null; show(state, data.k) }

  const draw = async () => {
    const narrow = root.clientWidth < 720
    root.classList.toggle("narrow", narrow)
    state.Plotly = await loadPlotly(data.plotly)
    const { data: traces, layout } = figure(state.data, state.look, narrow)
    const size = { width: plot.clientWidth, height: plot.clientHeight }
    if (!size.width) return
    await state.Plotly.react(plot, traces, { ...layout, ...size }, { staticPlot: true, displayModeBar: false })
    lendStyles(parentElement.getRootNode())
    place(state)
    root.classList.add("placed")
    state.repaint = true
    show(state, busy() ? state.k : state.data.k, state.typing)
  }
  draw().catch((error) => { plot.textContent = data.words.no_chart; console.error(error) })
  state.observer?.disconnect()
  let width = root.clientWidth
  state.observer = new ResizeObserver(() => { if (Math.abs(root.clientWidth - width) > 2) { width = root.clientWidth; draw() } })
  state.observer.observe(root)
  return () => { state.observer.disconnect(); live.delete(parentElement); if (state.Plotly) state.Plotly.purge(plot) }
}
