// Keeps the response tables of a plan where the board finds them; shows nothing.
export default function ({ data }) {
  window.plannerTables = window.plannerTables || {}
  window.plannerTables[data.id] = data
  window.dispatchEvent(new CustomEvent("planner:tables", { detail: data.id }))
}
