/* The labels of a draft in order: dragged, or with Alt and an arrow key. Both send forms that stand in the page. */

const tree = document.getElementById("tree");
const STEPS = { ArrowUp: "up", ArrowDown: "down", ArrowRight: "in", ArrowLeft: "out" };
let dragged = null;

const rows = () => Array.from(tree.querySelectorAll("li[data-key]"));
const depth = (row) => Number(row.dataset.depth);

/** The row and those under it, in order. */
function family(row) {
  const every = rows();
  const from = every.indexOf(row);
  let to = from + 1;
  while (to < every.length && depth(every[to]) > depth(row)) to += 1;
  return every.slice(from, to);
}

/** The key of the label that a row stands under; empty for none. */
function parentOf(row) {
  const above = rows().slice(0, rows().indexOf(row)).reverse();
  return above.find((other) => depth(other) === depth(row) - 1)?.dataset.key ?? "";
}

function send(row, parent, before) {
  const form = row.querySelector("form.steps");
  for (const [name, value] of [["parent", parent], ["before", before]]) {
    form.elements[name].disabled = false;
    form.elements[name].value = value;
  }
  form.submit();
}

function unmark() {
  for (const row of rows()) row.classList.remove("before", "into");
}

/** Where the pointer asks for: before a row in its upper half, under it in its lower one. */
function zone(event, row) {
  const box = row.getBoundingClientRect();
  return event.clientY < box.top + box.height / 2 ? "before" : "into";
}

tree.addEventListener("pointerdown", (event) => {
  const row = event.target.closest("li[data-key]");
  if (row) row.draggable = Boolean(event.target.closest(".grip"));
});

tree.addEventListener("dragstart", (event) => {
  dragged = event.target.closest("li[data-key]");
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", dragged.dataset.key);
  for (const row of family(dragged)) row.classList.add("dragged");
});

tree.addEventListener("dragover", (event) => {
  const row = event.target.closest("li[data-key]");
  if (!dragged || !row || family(dragged).includes(row)) return;
  event.preventDefault();
  unmark();
  row.classList.add(zone(event, row));
});

tree.addEventListener("drop", (event) => {
  const row = event.target.closest("li[data-key]");
  if (!dragged || !row || family(dragged).includes(row)) return;
  event.preventDefault();
  if (zone(event, row) === "before") send(dragged, parentOf(row), row.dataset.key);
  else send(dragged, row.dataset.key, "");
});

tree.addEventListener("dragend", () => {
  unmark();
  for (const row of rows()) row.classList.remove("dragged");
  dragged = null;
});

tree.addEventListener("keydown", (event) => {
  const row = event.target.closest("li[data-key]");
  const step = STEPS[event.key];
  if (!row || !step || !event.altKey) return;
  event.preventDefault();
  row.querySelector(`button[value="${step}"]:not(:disabled)`)?.click();
});

/* After a step the page comes back with the row's name in its address: go on from there. */
const here = location.hash.startsWith("#row-") && document.getElementById(location.hash.slice(1));
if (here) here.focus();
