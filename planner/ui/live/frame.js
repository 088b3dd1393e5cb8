// What the frame of all pages needs of the browser.
//
// One press of the back button leads one page or view back. Streamlit writes the address in several steps (the
// page, then its choices) and makes each a step of the button; here what follows from one act of a hand is one
// step, and what is only a state of the same view is none.
//
// Tables write numbers in the language of the browser; here in the one chosen in the app.
//
// On a phone the list of pages covers the page: a choice in it closes it. An answer there stands below the
// question: it comes to the eye when it is there.
let quiet = [], language, asked = 0
const PHONE = 640
const show = (tries) => {
  const answer = document.querySelector(".st-key-answered")
  const still = document.querySelector('[data-testid="stApp"][data-test-script-state="notRunning"]')
  if (answer && still) answer.scrollIntoView({ behavior: "smooth" })
  else if (tries) setTimeout(show, 200, tries - 1)
}
export default function ({ data }) {
  const before = asked;
  ({ quiet, language, asked } = JSON.parse(new TextDecoder().decode(data)))
  if (asked > before && window.innerWidth <= PHONE) setTimeout(show, 400, 40)
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
