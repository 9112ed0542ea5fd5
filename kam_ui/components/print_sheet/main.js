// The sheet is laid beside the page for as long as it is printed. Data become text by textContent only.

const LOOK = `
@media screen { #kam-print { display: none } }
@media print {
  @page { size: A4 landscape; margin: 12mm }
  body > *:not(#kam-print) { display: none !important }
  html, body { height: auto !important; overflow: visible !important; background: #fff }
  #kam-print { display: block; color: #000; font: 11px sans-serif }
  #kam-print h1 { font-size: 18px; margin: 0 0 6px }
  #kam-print table { border-collapse: collapse; width: 100%; margin: 10px 0 }
  #kam-print :is(th, td) { border: 1px solid #444; padding: 3px 5px; text-align: start }
  #kam-print .sign { display: flex; gap: 40px; margin-top: 30px }
  #kam-print .sign span { flex: 1; border-top: 1px solid #444; padding-top: 4px }
}`

function made(tag, text, ...inside) {
  const element = document.createElement(tag)
  if (text) element.textContent = text
  element.append(...inside)
  return element
}

function laid(sheet) {
  const cells = (tag, texts) => made("tr", "", ...texts.map((text) => made(tag, text)))
  const table = made("table", "", made("thead", "", cells("th", sheet.heads)), made("tbody", "", ...sheet.rows.map((row) => cells("td", row))))
  const sign = made("div", "", ...sheet.sides.map((side) => made("span", side)))
  sign.className = "sign"
  const page = made("section", "", made("style", LOOK), made("h1", sheet.title), ...sheet.facts.map((fact) => made("div", fact)), table, made("p", sheet.note), made("strong", sheet.agreement), sign)
  page.id = "kam-print"
  return page
}

export default function ({ data, parentElement }) {
  const button = parentElement.querySelector("button")
  button.textContent = data.label
  button.onclick = () => {
    document.getElementById("kam-print")?.remove()
    const page = laid(data.sheet)
    document.body.append(page)
    window.addEventListener("afterprint", () => page.remove(), { once: true })
    window.print()
  }
}
