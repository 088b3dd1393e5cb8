// What the frame of all pages needs of the browser.
//
// One press of the back button leads one page or view back. Streamlit writes the address in several steps (the
// page, then its choices) and makes each a step of the button; here what follows from one act of a hand is one
// step, and what is only a state of the same view is none.
//
// Tables write numbers in the language of the browser; here in the one chosen in the app.
//
// On a phone the list of pages covers the page: a choice in it closes it.
let quiet = [], language
export default function ({ data }) {
  ({ quiet, language } = JSON.parse(new TextDecoder().decode(data)))
  if (history.pushState.planner) return
  const spoken = navigator.languages
  Object.defineProperty(navigator, "languages", { configurable: true, get: () => [language, ...spoken] })
  const push = history.pushState.bind(history)
  let acted = false
  const act = () => { acted = true }
  for (const kind of ["pointerdown", "keydown"]) window.addEventListener(kind, act, true)
  const view = (place) => {
    const url = new URL(place, location.href)
    quiet.forEach((key) => url.searchParams.delete(key))
    url.searchParams.sort()
    return url.pathname + url.search
  }
  history.pushState = (state, title, place) => {
    const step = acted && view(place) !== view(location.href)
    if (!step) return history.replaceState(state, title, place)
    acted = false
    return push(state, title, place)
  }
  history.pushState.planner = true
  window.addEventListener("click", ({ target }) => {
    if (!target.closest?.('[data-testid="stSidebarNavLink"]')) return
    setTimeout(() => document.querySelector('[data-testid="stSidebarCollapseButton"] button')?.click())
  })
}
