// Key-figure tiles. They show what Python sent, and while a slider is dragged what the board previews.
export default function ({ data: sent, parentElement }) {
  const data = JSON.parse(new TextDecoder().decode(sent))
  const root = parentElement.querySelector("#tiles")
  root.replaceChildren(
    ...data.tiles.map((tile) => {
      const box = document.createElement("div")
      box.className = "tile"
      box.dataset.key = tile.key
      box.title = tile.help
      const label = document.createElement("div")
      label.className = "label"
      label.textContent = tile.label
      const value = document.createElement("div")
      value.className = "value"
      value.textContent = tile.value
      const delta = document.createElement("div")
      delta.className = `delta ${tile.mood} ${tile.way}`
      delta.textContent = tile.delta
      const note = document.createElement("div")
      note.className = "note"
      note.textContent = tile.note
      box.append(label, value, delta, note)
      return box
    })
  )
  const show = (event) => {
    if (event.detail.id !== data.id) return
    for (const tile of root.children) {
      const seen = event.detail.figures[tile.dataset.key]
      if (!seen) continue
      tile.classList.add("preview")
      tile.querySelector(".value").textContent = seen.value
      const delta = tile.querySelector(".delta")
      delta.className = `delta ${seen.mood} ${seen.way}`
      delta.textContent = seen.delta
    }
  }
  if (parentElement.plannerShow) window.removeEventListener("planner:preview", parentElement.plannerShow)
  parentElement.plannerShow = show
  window.addEventListener("planner:preview", show)
  return () => window.removeEventListener("planner:preview", show)
}
