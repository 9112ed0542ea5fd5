// Copies location.origin + data.path, or data.text. Clipboard first; without it (plain http with a host name) the old
// selection way; where both fail it is laid out, selected, to be copied by hand.
async function copied(text, area) {
  if (navigator.clipboard && window.isSecureContext) {
    try { await navigator.clipboard.writeText(text); return true } catch { /* not allowed: try the other way */ }
  }
  area.hidden = false
  area.value = text
  area.focus()
  area.select()
  let done = false
  try { done = document.execCommand("copy") } catch { /* laid out and selected is the way left */ }
  area.hidden = done
  return done
}

export default function ({ data, parentElement }) {
  const button = parentElement.querySelector("button")
  const status = parentElement.querySelector("p")
  const area = parentElement.querySelector("textarea")
  const link = data.text ?? window.location.origin + data.path
  button.textContent = data.words.label
  if (status.dataset.link !== link) { status.textContent = ""; area.hidden = true; status.dataset.link = link }
  button.onclick = async () => {
    const done = await copied(link, area)
    const local = ["localhost", "127.0.0.1", "[::1]"].includes(window.location.hostname)
    status.textContent = (done ? data.words.done : data.words.by_hand) + (local ? " " + data.words.local : "")
  }
}
