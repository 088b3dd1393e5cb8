// The presentation view: covers the whole window; Escape or its button leaves it.
export default function ({ data: sent, parentElement, setTriggerValue }) {
  const data = JSON.parse(new TextDecoder().decode(sent))
  const root = parentElement.querySelector("#wall")
  const make = (tag, name, text) => {
    const node = document.createElement(tag)
    node.className = name
    if (text !== undefined) node.textContent = text
    return node
  }
  const leave = () => setTriggerValue("leave", Date.now())
  const top = make("div", "top")
  const button = make("button", "leave", data.leave)
  button.type = "button"
  button.onclick = leave
  top.append(make("div", "from", data.from), button)
  const said = make("div", "said")
  if (data.title) said.append(make("div", "title", data.title))
  said.append(make("div", "sentence", data.sentence))
  if (data.details.length) {
    const details = make("div", "details")
    details.append(...data.details.map((text) => make("div", "detail", text)))
    said.append(details)
  }
  const answer = make("div", "answer")
  answer.append(said)
  if (data.rows.length) {
    const picture = make("div", "picture")
    picture.append(make("div", "finding", data.picture))
    picture.append(...data.rows.map((row) => {
      const line = make("div", "line"), track = make("div", "track"), bar = make("div", "bar")
      bar.style.left = `${100 * row.start}%`
      bar.style.width = `${100 * (row.end - row.start)}%`
      track.append(bar)
      if (row.dot !== null) {
        const dot = make("div", "dot")
        dot.style.left = `${100 * row.dot}%`
        track.append(dot)
      }
      line.append(make("div", "name", row.name), track, make("div", "amount", row.text))
      return line
    }))
    answer.append(picture)
  }
  const figures = make("div", "figures")
  figures.append(...data.figures.map((one) => {
    const box = make("div", "figure")
    box.append(make("div", "label", one.label), make("div", "value", one.value),
      make("div", `delta ${one.mood} ${one.way}`, one.delta), make("div", "note", one.note))
    return box
  }))
  root.replaceChildren(top, answer, figures)
  root.setAttribute("role", "dialog")
  root.setAttribute("aria-modal", "true")
  root.setAttribute("aria-label", data.sentence)
  root.tabIndex = -1 // the wall holds the focus: a ring around its button is nothing to look at
  root.focus({ preventScroll: true })
  // A wall does not scroll: an answer of many words is written smaller until the figures are on it. A phone does.
  const fit = () => {
    for (let size = 100; size >= 60; size -= 5) {
      answer.style.zoom = `${size}%`
      if (window.innerWidth < 1000 || root.scrollHeight <= root.clientHeight) return
    }
  }
  fit()
  document.fonts.ready.then(fit)
  const keys = (event) => { if (event.key === "Escape") leave() }
  window.addEventListener("keydown", keys)
  window.addEventListener("resize", fit)
  return () => {
    window.removeEventListener("keydown", keys)
    window.removeEventListener("resize", fit)
  }
}
