// Pointer, slider and typed numbers. The server hears of a cut once, on release.

function tell(state, rule, value) {
  state.moved = rule
  state.setTriggerValue("cut", { rule, value: String(value) })
}

function tip(state, event) {
  const { data, el } = state
  const rank = Math.round(state.toK(event.offsetX))
  if (rank < 1 || rank > data.n || event.pointerType === "touch") { el.tip.hidden = true; return }
  const name = data.names[rank - 1]
  const facts = { rank: grouped(rank), value: short(between(data.knots, "value", rank), data.scales), share: percent(between(data.knots, "share", rank)) }
  el.tip.textContent = (name ? name + "\n" : "") + fill(data.has_share ? data.words.tip : data.words.tip_no_share, facts)
  el.tip.hidden = false
  const x = state.toX(rank), left = x > state.width / 2
  Object.assign(el.tip.style, left ? { left: "", right: `${state.width - x + 12}px` } : { right: "", left: `${x + 12}px` })
  el.tip.style.top = `${Math.max(28, event.offsetY - 20)}px`
}

function listen(state) {
  const { over, slider } = state
  let wanted = null
  const move = (k) => {
    if (wanted === null) requestAnimationFrame(() => { const to = wanted; wanted = null; state.moved = "count"; show(state, to) })
    wanted = Math.max(0, Math.min(state.data.n, k))
  }
  const at = (event) => Math.round(state.toK(event.clientX - over.getBoundingClientRect().left))
  over.onpointerdown = (event) => {
    if (event.button) return
    over.setPointerCapture(event.pointerId)
    state.dragging = true
    state.el.tip.hidden = true
    move(at(event))
  }
  over.onpointermove = (event) => (state.dragging ? move(at(event)) : tip(state, event))
  over.onpointerup = (event) => {
    if (!state.dragging) return
    state.dragging = false
    const k = Math.max(0, Math.min(state.data.n, at(event)))
    requestAnimationFrame(() => { state.moved = "count"; show(state, k); tell(state, "count", k) })
  }
  over.onpointercancel = () => { state.dragging = false; state.moved = null; show(state, state.data.k) }
  over.onpointerleave = () => { state.el.tip.hidden = true }
  slider.oninput = () => { state.dragging = true; move(Number(slider.value)) }
  slider.onchange = () => {
    clearTimeout(state.later)
    state.later = setTimeout(() => { state.dragging = false; tell(state, "count", Number(slider.value)) }, 250)
  }
  for (const [rule, box] of Object.entries(state.boxes)) {
    box.onfocus = () => box.select()
    box.onkeydown = (event) => {
      if (event.key === "Enter") box.blur()
      if (event.key === "Escape") { state.typing = state.moved = null; state.wrong.hidden = true; show(state, state.data.k); box.blur() }
    }
    box.oninput = () => {
      state.typing = rule // until it is left: an answer that arrives meanwhile must not wipe what is being typed
      const value = valueOf(state.data, rule, box.value)
      state.wrong.hidden = value !== null || !box.value
      if (value !== null) { state.moved = rule; show(state, countFor(state.data, rule, Number(value)), rule) }
    }
    box.onblur = () => {
      if (state.typing !== rule) return
      state.typing = null
      const value = valueOf(state.data, rule, box.value)
      state.wrong.hidden = value !== null
      if (value === null) state.wrong.textContent = state.data.words[`wrong_${rule}`]
      else tell(state, rule, value)
    }
  }
}

function valueOf(data, rule, text) { // the number a rule gets, as text, exact as typed; null where it cannot be used
  const found = typed(text)
  if (!found) return null
  const { number, digits, scale } = found
  if (rule === "at_least") return scale === null && data.scale === 1 ? digits : String(Math.round(number * (scale ?? data.scale) * 1e4) / 1e4)
  if (scale !== null || number < 0 || (rule === "count" && !Number.isInteger(number)) || (rule !== "count" && number > 100)) return null
  return digits
}
