// The slider board. It previews every frame from the tables that Python sent and reports on release;
// Python checks what comes back, moves the money exactly and answers with what stands here next.
// Money is whole cents on the wire and in here, so that the preview moves by the rule Python moves by.

const SHUT = "M4.5 7V5a3.5 3.5 0 0 1 7 0v2"
const OPEN = "M4.5 7V4.5a3.5 3.5 0 0 1 6.8-1.2"
const COMMIT_MS = 220 // a pause of the arrow keys that counts as a release
const STEPS = 200 // parts in which money changes hands at least loss
const LEAST = 1e-6 // cents below which nothing is left to move

function hermite(nodes, values, slopes, at) {
  const last = values.length - 1
  if (at <= nodes[0]) return values[0]
  if (at >= nodes[last]) return values[last]
  let k = 0, end = last
  while (end - k > 1) {
    const middle = (k + end) >> 1
    if (nodes[middle] <= at) k = middle
    else end = middle
  }
  const width = nodes[k + 1] - nodes[k]
  const t = (at - nodes[k]) / width
  const t2 = t * t, t3 = t2 * t
  return (2 * t3 - 3 * t2 + 1) * values[k] + (t3 - 2 * t2 + t) * width * slopes[k] +
    (3 * t2 - 2 * t3) * values[k + 1] + (t3 - t2) * width * slopes[k + 1]
}

const tableOf = (state) => window.plannerTables && window.plannerTables[state.id]

function nextUnit(state, table, k, spend) {
  return state.measure === "full" ? hermite(table.spend[k], table.fullSlope[k], table.fullCurvature[k], spend)
    : hermite(table.spend[k], table.revenueSlope[k], table.revenueCurvature[k], spend)
}

const writers = new Map() // a NumberFormat costs more to make than a frame has for all its numbers

function writer(locale, digits) {
  const key = `${locale} ${digits}`
  if (!writers.has(key)) {
    writers.set(key, new Intl.NumberFormat(locale, {
      minimumFractionDigits: digits, maximumFractionDigits: digits, useGrouping: true,
    }))
  }
  return writers.get(key)
}

// Numbers as planner.presentation.formats writes them.
function formats(words) {
  const number = (value, digits, signed) => {
    const factor = Math.pow(10, digits)
    const rounded = Math.round(Math.abs(value) * factor) / factor
    const sign = rounded === 0 ? "" : value < 0 ? "−" : signed ? "+" : ""
    return sign + writer(words.locale, digits).format(rounded)
  }
  return {
    money(value, signed) {
      const scaled = value / words.divisor
      const small = words.divisor > 1 && Math.abs(scaled) > 0 && Math.abs(scaled) < 9.95
      return number(scaled, small ? words.digits + 1 : words.digits, signed) + words.suffix
    },
    each(value, signed) {
      const text = number(value, Math.abs(value) < 999.5 ? 2 : 0, signed)
      const sign = /^[−+]/.test(text) ? text[0] : ""
      return sign + words.eachBefore + text.slice(sign.length) + words.eachAfter
    },
    count: (value, signed) => number(value, 0, signed),
    ratio: (value) => number(value, 2, false),
  }
}

// Shares `cents` over rows in proportion to what they hold (evenly when they hold nothing).
function shared(cents, rows) {
  const held = rows.reduce((sum, row) => sum + row.next, 0)
  for (const row of rows) row.next = held > 0 ? (row.next / held) * cents : cents / rows.length
}

// Brings rows to `cents` together: they give where the next unit brings least, take where most.
// The rule of planner.plan.sandbox, sum by sum.
function atLeastLoss(state, table, cents, rows) {
  const change = cents - rows.reduce((sum, row) => sum + row.next, 0)
  const gives = change < 0
  const step = Math.abs(change) / STEPS
  const places = rows.map((row) => table.channels.indexOf(row.name))
  const tops = places.map((k) => table.spend[k][table.spend[k].length - 1])
  const earns = rows.map((row, i) => nextUnit(state, table, places[i], row.next / 100))
  let left = Math.abs(change)
  while (left > LEAST) {
    let best = -1, room = 0
    for (let i = 0; i < rows.length; i += 1) {
      const free = gives ? rows[i].next : 100 * tops[i] - rows[i].next
      const better = best < 0 || (gives ? earns[i] < earns[best] : earns[i] > earns[best])
      if (free > LEAST && better) { best = i; room = free }
    }
    if (best < 0) return shared(rows.reduce((sum, row) => sum + row.next, 0) + left, rows)
    const part = Math.min(left, step, room)
    rows[best].next += gives ? -part : part
    left -= part
    earns[best] = nextUnit(state, table, places[best], rows[best].next / 100)
  }
}

const others = (state, row) => state.rows.filter((r) => r !== row && !r.locked)
const room = (state, row) => row.cents + others(state, row).reduce((sum, r) => sum + r.cents, 0)

function moved(state, row, cents) {
  for (const r of state.rows) r.next = r.cents
  if (!state.keepTotal) { row.next = cents; return true }
  const rest = others(state, row), all = room(state, row)
  if (!rest.length) return false
  row.next = Math.min(cents, all)
  const table = tableOf(state)
  if (state.leastLoss && table) atLeastLoss(state, table, all - row.next, rest)
  else shared(all - row.next, rest)
  return true
}

function figures(state, table) {
  const f = state.figures
  let media = 0, revenue = 0, full = 0, won = 0, next = 0
  for (const row of state.rows) {
    const k = table.channels.indexOf(row.name)
    const spend = row.next / 100
    media += spend
    const own = hermite(table.spend[k], table.revenue[k], table.revenueSlope[k], spend)
    revenue += own
    full += hermite(table.spend[k], table.full[k], table.fullSlope[k], spend)
    const earns = hermite(table.spend[k], table.revenueSlope[k], table.revenueCurvature[k], spend)
    row.earns = state.measure === "full" ? nextUnit(state, table, k, spend) : earns
    if (f.sale) {
      won += (own / f.sale) * row.share
      next += (spend * earns * row.share) / f.sale
    }
  }
  const measured = state.measure === "full" ? full : revenue
  const marketing = media * (1 + f.mediaShare) + f.fixed
  return {
    media,
    media_revenue: measured,
    revenue: f.base === null ? null : f.base + measured,
    profit: f.base === null || f.margin === null ? null : f.margin * (f.base + measured) - marketing,
    new_customers: f.sale ? won + f.newWithout : null,
    cac_marginal: f.sale && next > 0 && media > 0 ? media / next : null,
  }
}

// What is no money differs as it is shown, as planner.presentation.formats.difference_shown says it.
function difference(key, value, before) {
  if (key !== "cac_marginal" && key !== "new_customers") return value - before
  const cents = key === "cac_marginal" && Math.min(Math.abs(value), Math.abs(before)) < 999.5
  const factor = cents ? 100 : 1
  return (Math.round(value * factor) - Math.round(before * factor)) / factor
}

function preview(state) {
  const table = tableOf(state)
  if (!table) return
  const say = formats(state.words)
  const now = figures(state, table)
  const shown = {}
  for (const [key, value] of Object.entries(now)) {
    if (value === null) continue
    const kind = key === "cac_marginal" ? say.each : key === "new_customers" ? say.count : say.money
    const before = state.saved[key]
    const change = before === null || before === undefined ? null : difference(key, value, before)
    const still = change === null || !/[1-9]/.test(kind(change, true))
    const better = key === "media" ? 0 : key === "cac_marginal" ? -1 : 1
    shown[key] = {
      raw: value,
      value: kind(value, false),
      delta: still ? state.words.asPlanned : kind(change, true),
      way: still ? "" : change > 0 ? "up" : "down",
      mood: still || better === 0 ? "plain" : change * better > 0 ? "good" : "bad",
    }
  }
  window.dispatchEvent(new CustomEvent("planner:preview", { detail: { id: state.id, figures: shown } }))
  state.previewed = shown
}

function build(root, state, send) {
  const words = state.words
  const say = () => formats(state.words)
  root.replaceChildren()
  const make = (tag, name, text) => {
    const node = document.createElement(tag)
    if (name) node.className = name
    if (text !== undefined) node.textContent = text
    return node
  }

  const head = make("div", "total")
  head.append(make("label", "", words.total))
  const total = make("input", "amount")
  total.type = "text"
  total.inputMode = "numeric"
  total.setAttribute("aria-label", words.total)
  const keep = make("label", "keep")
  const keepBox = make("input")
  keepBox.type = "checkbox"
  keepBox.setAttribute("role", "switch")
  keep.title = words.keepHelp
  keep.append(keepBox, words.keep)
  const giving = make("select", "giving")
  giving.setAttribute("aria-label", words.giving)
  giving.title = words.givingHelp
  for (const text of [words.proportion, words.leastLoss]) giving.append(make("option", "", text))
  const steps = make("div", "steps")
  const buttons = Object.fromEntries(["undo", "redo", "reset"].map((kind) => {
    const button = make("button", "step", words[kind])
    button.type = "button"
    button.title = words[`${kind}Help`] ?? ""
    button.onclick = () => { hush(); send({ kind, channel: "", value: 0 }) }
    steps.append(button)
    return [kind, button]
  }))
  head.append(total, keep, giving, steps)
  const said = make("div", "said")
  said.setAttribute("role", "status")
  const hush = () => { said.textContent = "" }
  const complain = (text) => { said.textContent = text }
  state.complain = complain
  root.append(head, said)
  // Undo and redo by their usual keys, wherever on the board the hand is.
  root.onkeydown = (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.target.tagName === "INPUT") return
    const key = event.key.toLowerCase()
    const kind = key === "y" || (key === "z" && event.shiftKey) ? "redo" : key === "z" ? "undo" : null
    if (!kind || buttons[kind].disabled) return
    event.preventDefault()
    send({ kind, channel: "", value: 0 })
  }

  const grid = make("div", "rows")
  grid.setAttribute("role", "group")
  for (const text of ["", words.channel, words.year, words.unit, words.change, words.next]) {
    const cell = make("div", "head", text)
    if (text === words.next) cell.title = words.nextHelp
    grid.append(cell)
  }
  root.append(grid)

  const paint = () => {
    const f = say()
    const sum = state.rows.reduce((all, row) => all + row.next, 0)
    if (document.activeElement !== total && root.getRootNode().activeElement !== total) {
      total.value = f.count(sum / 100, false)
    }
    keepBox.checked = state.keepTotal
    giving.selectedIndex = state.leastLoss ? 1 : 0
    giving.hidden = !state.keepTotal
    for (const [kind, button] of Object.entries(buttons)) button.disabled = !state.can[kind]
    for (const row of state.rows) {
      const v = row.view, at = (value) => `${Math.min(100, Math.max(0, (100 * value) / row.top))}%`
      v.fill.style.width = at(row.next)
      v.handle.style.left = at(row.next)
      v.handle.setAttribute("aria-valuenow", Math.round(row.next / 100))
      v.handle.setAttribute("aria-valuetext", f.money(row.next / 100, false))
      v.handle.setAttribute("aria-disabled", row.locked)
      if (root.getRootNode().activeElement !== v.amount) v.amount.value = f.money(row.next / 100, false)
      const change = (row.next - row.planned) / 100
      v.change.textContent = Math.abs(change) < 0.5 ? "·" : f.money(change, true)
      v.next.textContent = f.ratio(row.earns)
      v.next.dataset.level = row.earns >= state.pays[1] ? "high" : row.earns < state.pays[0] ? "low" : ""
      v.row.classList.toggle("locked", row.locked)
      v.row.classList.toggle("beyond", row.seen !== null && (row.next > row.seen[1] || (row.next > 0 && row.next < row.seen[0])))
      v.lock.setAttribute("aria-checked", row.locked)
      v.shackle.setAttribute("d", row.locked ? SHUT : OPEN)
    }
  }
  let waiting = false
  const frame = () => {
    if (waiting) return
    waiting = true
    requestAnimationFrame(() => { waiting = false; preview(state); paint() })
  }
  state.repaint = () => { preview(state); paint() }
  state.paint = paint

  const commit = (row) => {
    clearTimeout(row.timer)
    row.timer = null
    const cents = Math.round(row.next)
    for (const r of state.rows) r.cents = r.next
    send({ kind: "channel", channel: row.name, value: cents })
  }
  const go = (row, cents) => {
    if (row.locked) return false
    const held = Math.min(row.top, Math.max(0, Math.round(cents / row.step) * row.step))
    hush()
    if (!moved(state, row, held)) { send({ kind: "channel", channel: row.name, value: held }); return false }
    frame()
    return true
  }

  for (const row of state.rows) {
    const line = make("div", "row")
    const lock = make("button", "lock")
    lock.type = "button"
    lock.setAttribute("role", "checkbox")
    lock.setAttribute("aria-label", words.lock.replace("{channel}", row.name))
    lock.title = words.lockHelp
    lock.innerHTML = '<svg viewBox="0 0 16 16" width="15" height="15" fill="none" stroke="currentColor" stroke-width="1.6"><rect x="3" y="7" width="10" height="7" rx="1.5" fill="currentColor"/><path/></svg>'
    const shackle = lock.querySelector("path")
    lock.onclick = () => {
      row.locked = !row.locked
      paint()
      send({ kind: "lock", channel: row.name, value: row.locked ? 1 : 0 })
    }
    const name = make("div", "name", row.name)
    name.title = row.name
    const track = make("div", "track")
    const seen = make("div", "seen")
    if (row.seen !== null) {
      seen.style.left = `${Math.min(100, (100 * row.seen[0]) / row.top)}%`
      seen.style.right = `${Math.max(0, 100 - (100 * row.seen[1]) / row.top)}%`
      seen.title = words.seen
      track.append(seen)
    }
    if (row.band !== null) {
      const band = make("div", "band")
      band.style.left = `${Math.min(100, (100 * row.band[0]) / row.top)}%`
      band.style.right = `${Math.max(0, 100 - (100 * row.band[1]) / row.top)}%`
      band.title = words.band
      track.append(band)
    }
    const fill = make("div", "fill")
    const plan = make("div", "plan")
    plan.style.left = `${(100 * row.planned) / row.top}%`
    plan.title = words.planMark
    track.append(fill, plan)
    if (row.best !== null) {
      const best = make("div", "best")
      best.style.left = `${Math.min(100, (100 * row.best) / row.top)}%`
      best.title = words.bestMark
      track.append(best)
    }
    const handle = make("div", "handle")
    handle.tabIndex = 0
    handle.setAttribute("role", "slider")
    handle.setAttribute("aria-label", words.slider.replace("{channel}", row.name))
    handle.setAttribute("aria-valuemin", 0)
    handle.setAttribute("aria-valuemax", Math.round(row.top / 100))
    track.append(handle)
    const amount = make("input", "amount")
    amount.type = "text"
    amount.inputMode = "decimal"
    amount.setAttribute("aria-label", words.amount.replace("{channel}", row.name))
    const change = make("div", "figure")
    const next = make("div", "figure next")
    row.view = { row: line, lock, shackle, fill, handle, amount, change, next }
    line.append(lock, name, track, amount, change, next)
    grid.append(line)

    let apart = 0, went = false
    const at = (event) => {
      const box = track.getBoundingClientRect()
      return ((event.clientX - box.left) / box.width) * row.top
    }
    track.onpointerdown = (event) => {
      if (row.locked || event.button !== 0) return
      event.preventDefault()
      handle.focus({ preventScroll: true })
      track.setPointerCapture(event.pointerId)
      state.dragging = row
      // A handle is taken where it is touched: to press it is not to move it.
      const onHandle = event.target === handle
      apart = onHandle ? row.next - at(event) : 0
      went = !onHandle && go(row, at(event))
    }
    track.onpointermove = (event) => { if (state.dragging === row) went = go(row, at(event) + apart) || went }
    const drop = () => {
      if (state.dragging !== row) return
      state.dragging = null
      if (went) commit(row)
    }
    track.onpointerup = drop
    track.onpointercancel = drop
    handle.onkeydown = (event) => {
      const steps = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10 }[event.key]
      let target = null
      if (steps !== undefined) target = row.next + steps * row.step
      else if (event.key === "Home") target = 0
      else if (event.key === "End") target = row.top
      else if (/^[0-9]$/.test(event.key)) { amount.focus(); amount.value = ""; return }
      else return
      event.preventDefault()
      if (go(row, target)) {
        for (const r of state.rows) r.cents = r.next
        clearTimeout(row.timer)
        row.timer = setTimeout(() => commit(row), COMMIT_MS)
      }
    }
    handle.onblur = () => { if (row.timer) commit(row) }
    amount.onfocus = () => { amount.value = String(Math.round(row.next / 100)); amount.select() }
    typed(amount, (value) => {
      const cents = Math.round(value * 100)
      hush()
      // What cannot be done goes to Python as it was typed: it says why.
      const can = !row.locked && (!state.keepTotal || cents <= room(state, row))
      if (can && moved(state, row, cents)) { state.repaint(); commit(row) }
      else send({ kind: "channel", channel: row.name, value: cents })
    }, paint, (text) => complain(words.noAmount.replace("{typed}", text)), (text) => amountOf(text, words, words.divisor))
  }

  total.onfocus = () => {
    total.value = String(Math.round(state.rows.reduce((all, row) => all + row.next, 0) / 100))
    total.select()
  }
  typed(total, (value) => { hush(); send({ kind: "total", channel: "", value: Math.round(value * 100) }) }, paint,
    (text) => complain(words.noAmount.replace("{typed}", text)), (text) => amountOf(text, words, 1))
  giving.onchange = () => {
    state.leastLoss = giving.selectedIndex === 1
    send({ kind: "giving", channel: "", value: giving.selectedIndex })
  }
  keepBox.onchange = () => {
    state.keepTotal = keepBox.checked
    paint()
    send({ kind: "keep", channel: "", value: keepBox.checked ? 1 : 0 })
  }
}

// "1,234.5", "1.234,56" and "1 234,5" mean what their writers mean: the last sign is the decimal one, and a
// lone comma or point is, unless it stands before exactly three digits of a longer number.
function plainNumber(typed) {
  const text = typed.replace(/[\s\u00a0'’_]/g, "")
  const point = text.lastIndexOf("."), comma = text.lastIndexOf(",")
  if (point >= 0 && comma >= 0) {
    return point > comma ? text.replaceAll(",", "") : text.replaceAll(".", "").replace(",", ".")
  }
  if (/^\d{1,3}(,\d{3})+([km]?)$/i.test(text)) return text.replaceAll(",", "")
  if (/^\d{1,3}(\.\d{3}){2,}$/.test(text)) return text.replaceAll(".", "")
  return text.replace(",", ".")
}

// What a field means: with a suffix its thousands or millions; in a column of thousands a number below a
// thousand is one of them, as people read the column. Not a number where it is none.
function amountOf(entered, words, unit) {
  const text = plainNumber(entered), ends = plainNumber(words.suffix).toLowerCase()
  if (ends && text.toLowerCase().endsWith(ends)) return Number(text.slice(0, -ends.length)) * words.divisor
  if (/[km]$/i.test(text)) return Number(text.slice(0, -1)) * (/k$/i.test(text) ? 1e3 : 1e6)
  const value = Number(text)
  return value < 1000 ? value * unit : value
}

// A field that answers to Enter and to leaving it, and goes back on Escape and, with a word, on what is no amount.
function typed(field, done, restore, refuse, amount) {
  let entered = ""
  field.addEventListener("focus", () => { entered = field.value })
  field.onkeydown = (event) => {
    if (event.key === "Enter") field.blur()
    if (event.key === "Escape") { field.value = entered; field.blur() }
  }
  field.onblur = () => {
    const value = amount(field.value)
    const changed = field.value !== entered && field.value.trim() !== ""
    if (changed && Number.isFinite(value) && value >= 0) done(value)
    else if (changed) refuse(field.value)
    setTimeout(restore, 0)
  }
}

export default function ({ data: sent, parentElement, setTriggerValue }) {
  const data = JSON.parse(new TextDecoder().decode(sent))
  const root = parentElement.querySelector("#board")
  const old = parentElement.plannerState
  // Each act carries a number above the last one's, so that none is carried out twice. Acts that Python has not
  // answered yet travel again with the next: of two triggers that wait for one run only the later arrives.
  const unheard = (parentElement.plannerUnheard ?? [])
    .filter((act) => act.id === data.id && act.number > data.heard)
  parentElement.plannerUnheard = unheard
  const send = (act) => {
    const mine = parentElement.plannerState
    mine.number = Math.max(Date.now(), (mine.number ?? 0) + 1)
    const waiting = [...parentElement.plannerUnheard, { ...act, id: mine.id, number: mine.number }].slice(-20)
    parentElement.plannerUnheard = waiting
    setTriggerValue("act", { acts: waiting })
  }
  const shape = JSON.stringify([data.id, data.words, data.rows.map((r) => [r.name, r.top, r.step, r.planned, r.best, r.seen, r.band])])
  let state = old
  if (!old || old.shape !== shape) {
    state = { ...data, shape, dragging: null, rows: data.rows.map((row) => ({ ...row, next: row.cents, earns: 0 })) }
    parentElement.plannerState = state
    build(root, state, send)
  } else {
    // A drag or a run of keys under way is newer than what this answer knows of.
    const busy = state.dragging || state.rows.some((row) => row.timer)
    Object.assign(state, { figures: data.figures, saved: data.saved, measure: data.measure, pays: data.pays, can: data.can })
    if (!busy) {
      state.keepTotal = data.keepTotal
      state.leastLoss = data.leastLoss
      data.rows.forEach((row, i) => Object.assign(state.rows[i], { cents: row.cents, next: row.cents, locked: row.locked }))
    }
  }
  if (data.said && data.turn !== state.heard) state.complain(data.said)
  state.heard = data.turn
  data.rows.forEach((row, i) => { if (!state.dragging) state.rows[i].earns = row.earns })
  if (state.dragging) state.repaint()
  else state.paint()
  // For tests: what the board would show at a split, without touching it.
  parentElement.plannerPreview = (cents) => {
    state.rows.forEach((row) => { row.next = cents[row.name] ?? row.cents })
    preview(state)
    state.rows.forEach((row) => { row.next = row.cents })
    return state.previewed
  }
  // And where the money of all channels would stand after one was moved, in cents.
  parentElement.plannerMoved = (name, cents) => {
    moved(state, state.rows.find((row) => row.name === name), cents)
    const stands = Object.fromEntries(state.rows.map((row) => [row.name, row.next]))
    state.rows.forEach((row) => { row.next = row.cents })
    return stands
  }
}
