// The answer, large. While the line is dragged the sentence follows; it is text, never markup.
const heard = new WeakMap()

export default function ({ data, parentElement }) {
  const sentence = parentElement.querySelector(".sentence")
  sentence.textContent = data.sentence
  document.documentElement.lang = data.lang === "zh" ? "zh-CN" : "en" // for screen readers, and for the page's own words
  parentElement.querySelector(".beside").textContent = data.beside
  const before = heard.get(parentElement)
  if (before) window.removeEventListener("kam-cut", before)
  const follow = (event) => { sentence.textContent = event.detail.sentence }
  if (data.follows) window.addEventListener("kam-cut", follow)
  heard.set(parentElement, follow)
  return () => window.removeEventListener("kam-cut", follow)
}
