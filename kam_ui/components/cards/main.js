// Cards instead of the table, on a phone. Data become text by textContent only.

function made(tag, name, text) {
  const element = document.createElement(tag)
  if (name) element.className = name
  if (text !== undefined) element.textContent = text
  return element
}

// the table they stand for is Streamlit's, outside of this part: on a narrow screen it is put away
function putTableAway() {
  if (document.getElementById("kam-cards")) return
  const style = document.createElement("style")
  style.id = "kam-cards"
  style.textContent = "@media (max-width: 640px) { .st-key-due_wide, .st-key-act_wide, .st-key-alerts_wide, .st-key-work_wide { display: none } } @media (min-width: 641px) { .st-key-cards, .st-key-cards_more { display: none } }"
  document.head.append(style)
}

// the account, or what can be done, opens below the last card: bring it to the eye once it is there
function bring(left) {
  const account = document.querySelector(".st-key-account, .st-key-alerts-deeds")
  if (account) account.scrollIntoView({ behavior: "smooth" })
  else if (left) setTimeout(bring, 200, left - 1)
}

export default function ({ data, parentElement, setTriggerValue }) {
  putTableAway()
  const list = parentElement.querySelector(".cards")
  list.setAttribute("aria-label", data.named)
  list.replaceChildren(...data.rows.map((row, at) => {
    const card = made("button")
    card.type = "button"
    card.style.setProperty("--mark", row.colour)
    const head = made("span", "head")
    head.append(made("span", "name", row.name), made("span", "status", row.status))
    const facts = made("dl", "facts")
    for (const [label, text] of row.facts) {
      const fact = made("div")
      fact.append(made("dt", "", label), made("dd", "", text))
      facts.append(fact)
    }
    card.append(head, made("span", "product", row.product), facts)
    card.onclick = (event) => {
      if (event.target.classList.contains("name")) return setTriggerValue("visit", at)
      setTriggerValue("open", at)
      setTimeout(bring, 600, 50)
    }
    const item = made("li")
    item.append(card)
    return item
  }))
}
