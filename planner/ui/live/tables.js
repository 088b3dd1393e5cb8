// Keeps the response tables of a plan where the board finds them; shows nothing.
// They come as bytes, a line of JSON and the numbers behind it: they are large, and the same from run to run.
export default function ({ data }) {
  const end = data.indexOf(10)
  const { id, channels, nodes, names } = JSON.parse(new TextDecoder().decode(data.subarray(0, end)))
  const numbers = new Float64Array(data.slice(end + 1).buffer)
  const table = { id, channels }
  names.forEach((name, i) => {
    table[name] = channels.map((_, c) => {
      const first = (i * channels.length + c) * nodes
      return numbers.subarray(first, first + nodes)
    })
  })
  window.plannerTables = window.plannerTables || {}
  window.plannerTables[id] = table
  window.dispatchEvent(new CustomEvent("planner:tables", { detail: id }))
}
