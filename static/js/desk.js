/* Wires the desk. The only module with effects at load. */

import { Cursor } from "./cursor.js";
import { Focus } from "./focus.js";
import { listen, singleKeysSwitch } from "./keys.js";
import { Live } from "./live.js";
import { Margin } from "./margin.js";
import { Outbox } from "./outbox.js";
import { blocksOf, extentOf, rangeOf, textBetween } from "./selection.js";
import { swapIn } from "./swap.js";

const desk = document.getElementById("desk");
const pane = document.getElementById("text");
const menu = document.getElementById("label-menu");
const help = document.getElementById("help");
const saving = document.getElementById("saving");
const snap = document.getElementById("snap");
const url = desk.dataset.url;
const coarse = window.matchMedia("(pointer: coarse)");
const lens = desk.dataset.lens ? `?${desk.dataset.lens}` : "";

let selected = null; // {start, end, quote} of the words selected now
let armed = null; // the key of the label that marks whatever is selected next
let made = null; // the span made last, for what is said of it right after
let dragging = false; // whether the mouse is being drawn over the text
const held = []; // answers that came meanwhile

desk.classList.add("scripted");
new ResizeObserver(([bar]) => {
  desk.style.setProperty("--bar-height", `${bar.borderBoxSize[0].blockSize}px`);
}).observe(document.querySelector(".bar"));
const focus = new Focus(desk, pane);
const margin = new Margin(pane);
const cursor = new Cursor({ sentences: [], words: [] });
const paint = makePaint();
const outbox = new Outbox(desk.dataset.person, { onChange: showState, onAnswer: takeAnswer, onRefused: takeRefusal });
const live = new Live(desk, { busy: () => outbox.waiting().length > 0, onRows: (html) => put(html) });

fetch(`${url}reading.json`)
  .then((answer) => answer.json())
  .then((units) => {
    cursor.units = units;
    desk.dataset.ready = "1";
  })
  .catch(() => {});

/* Saying things */

function announce(sentence) {
  document.getElementById("announce").textContent = sentence;
}

function showState(state, waiting) {
  const words = saving.dataset;
  const mine = waiting.filter((entry) => entry.article === desk.dataset.article);
  paint.set("pending", mine.flatMap((entry) => (entry.extent ? [entry.extent] : [])));
  saving.classList.toggle("waits", waiting.length > 0);
  saving.classList.toggle("fails", state === "signed out");
  if (state === "signed out") saving.textContent = words.signIn;
  else if (state === "offline" || waiting.length > 1) saving.textContent = `${waiting.length} ${words.waiting}`;
  else saving.textContent = waiting.length ? words.saving : words.saved;
}

/** Short-lived paint that changes no text: what is pending, refused, under the cursor. */
function makePaint() {
  const can = typeof Highlight === "function" && CSS.highlights;
  return {
    set(name, extents) {
      if (!can) return;
      const ranges = extents.map((ranges) => ranges.map(([start, end]) => rangeOf(pane, start, end))).flat().filter(Boolean);
      if (ranges.length) CSS.highlights.set(name, new Highlight(...ranges));
      else CSS.highlights.delete(name);
    },
  };
}

/* Sending, and what comes back */

function send(address, fields, { extent = null, said = "", span = null } = {}) {
  const since = document.getElementById("standing").dataset.tag;
  return outbox.put({
    url: `${address}${lens}`, fields: [...fields, ["since", since]], article: desk.dataset.article, extent, said, span,
  });
}

function takeAnswer(entry, html, { span, version }) {
  if (entry.article !== desk.dataset.article) return;
  const from = entry.fields.find(([name]) => name === "version")?.[1];
  if (span && from) focus.moved(span, from, version);
  const standing = put(html);
  if (!standing) return;
  announce(standing.dataset.said);
  if (standing.dataset.span) {
    made = standing.dataset.span;
    if (!selected && outbox.waiting().length === 0) focus.choose(made, { quietly: true });
  }
  const touchesPanel = focus.id && document.getElementById("span").dataset.span === focus.id;
  if (touchesPanel) focus.load();
}

function takeRefusal(entry, html) {
  const here = entry.article === desk.dataset.article;
  const standing = here ? put(html) : null;
  const sentence = standing?.dataset.said || html.slice(0, 300);
  const item = document.createElement("li");
  item.className = "error";
  item.setAttribute("role", "alert");
  item.append(`${entry.said ? `${entry.said}: ` : ""}${sentence} `);
  const again = document.createElement("button");
  again.type = "button";
  again.textContent = pick("again");
  const drop = document.createElement("button");
  drop.type = "button";
  drop.textContent = pick("drop");
  item.append(again, " ", drop);
  document.getElementById("troubles").append(item);
  refusals.set(item, entry);
  const leave = () => {
    refusals.delete(item);
    item.remove();
    paintRefused();
  };
  again.addEventListener("click", () => {
    leave();
    outbox.put({ ...entry, id: crypto.randomUUID() });
  });
  drop.addEventListener("click", leave);
  paintRefused();
  if (focus.id) focus.load();
}

const refusals = new Map();

function paintRefused() {
  paint.set("refused", Array.from(refusals.values(), (entry) => entry.extent).filter(Boolean));
}

function pick(name) {
  return document.getElementById("troubles").dataset[name];
}

/** Rows and standing parts into the page; selection, light and margin stay. Gives back the standing part.
    While somebody drags over the text its rows wait: a row that is replaced takes a growing selection with it. */
function put(html) {
  if (dragging) {
    held.push(html);
    return swapIn(html, ".row").find((part) => part.id === "standing");
  }
  const keep = selected;
  const parts = swapIn(html);
  const rows = parts.filter((part) => part.classList.contains("row"));
  margin.watch(rows);
  margin.place(rows);
  focus.light();
  if (keep && rows.length) select(keep.start, keep.end);
  showState(outbox.state, outbox.waiting());
  paintRefused();
  if (rows.length && !document.getElementById("pane-list").hidden) listSoon();
  return document.getElementById("standing");
}

/* Selecting */

function select(start, end) {
  const range = rangeOf(pane, start, end);
  if (!range) return;
  const selection = document.getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
  readSelection({ widen: false });
}

function readSelection({ widen = true } = {}) {
  const selection = document.getSelection();
  const range = selection.rangeCount ? selection.getRangeAt(0) : null;
  const inPane = range && !range.collapsed && range.intersectsNode(pane) && touchesText(range);
  const words = widen && snap.checked ? cursor.units.words : null;
  selected = inPane ? extentOf(pane, range, words) : null;
  return selected;
}

function touchesText(range) {
  return pane.contains(range.startContainer) || pane.contains(range.endContainer);
}

function clearSelection() {
  selected = null;
  document.getSelection().removeAllRanges();
  menu.hidden = true;
}

/** After the words are chosen by pointer or touch: mark with the armed label, or offer the labels. */
function settleSelection(whole) {
  if (!readSelection({ widen: whole })) {
    menu.hidden = true;
    return;
  }
  select(selected.start, selected.end);
  cursor.place(selected.start, selected.end);
  if (armed) mark(armed);
  else offerLabels();
}

function offerLabels() {
  const keys = document.querySelectorAll("#labels .key:not(:disabled)");
  if (!selected || !keys.length) return;
  menu.replaceChildren(...Array.from(keys, (key) => key.cloneNode(true)));
  menu.hidden = false;
  if (coarse.matches) return;
  const range = rangeOf(pane, selected.start, selected.end);
  const boxes = range.getClientRects();
  const box = boxes[boxes.length - 1];
  const left = Math.min(box.left, window.innerWidth - menu.offsetWidth - 16);
  menu.style.setProperty("left", `${Math.max(8, left) + window.scrollX}px`);
  menu.style.setProperty("top", `${box.bottom + window.scrollY + 14}px`);
}

/* Marking */

function mark(key) {
  const button = document.querySelector(`#labels [data-label-key="${CSS.escape(key)}"]`);
  if (!selected || !button || button.disabled) return;
  const { start, end, quote } = selected;
  send(
    `${url}spans/add/`,
    [["label", key], ["extent", `${start}-${end}`], ["quote", quote]],
    { extent: [[start, end]], said: button.dataset.name },
  );
  clearSelection();
  cursor.place(start, end);
}

function arm(key) {
  armed = armed === key ? null : key;
  for (const button of document.querySelectorAll("#labels .key")) {
    button.setAttribute("aria-pressed", String(button.dataset.labelKey === armed));
  }
  desk.classList.toggle("armed", Boolean(armed));
}

/** A label's key or button: mark what is selected, else relabel the chosen span, else arm the label. */
function useLabel(key) {
  const button = document.querySelector(`#labels [data-label-key="${CSS.escape(key)}"]`);
  if (!button || button.disabled) return;
  if (selected) mark(key);
  else if (focus.own()) change([["label", key]]);
  else arm(key);
}

function change(fields, { extent = null } = {}) {
  const own = focus.own();
  if (own) send(`${url}spans/${own.id}/change/`, [["version", own.version], ...fields], { extent, span: own.id });
}

function deleteChosen() {
  const own = focus.own();
  if (!own || document.getElementById("why-not")) return false;
  send(`${url}spans/${own.id}/delete/`, [["version", own.version]], { span: own.id });
  focus.choose(null);
  return true;
}

/** Add the selected words to the chosen span, cut them out of it, or make it lie there alone. */
function changeRanges(deed, dropped = null) {
  if (!focus.id && made) focus.choose(made);
  const own = focus.own();
  if (!own || (!selected && !dropped)) return false;
  const was = own.extent;
  const [start, end] = dropped ?? [selected.start, selected.end];
  let ranges = [[start, end]];
  if (deed === "add") ranges = join([...was, [start, end]]);
  if (deed === "cut") ranges = was.flatMap(([a, b]) => [[a, Math.min(b, start)], [Math.max(a, end), b]]).filter(([a, b]) => a < b);
  const blocks = blocksOf(pane);
  ranges = ranges.map(([a, b]) => trimmed(blocks, a, b)).filter(Boolean);
  if (!ranges.length) return false;
  const quotes = ranges.map(([a, b]) => ["quote", textBetween(blocks, a, b)]);
  change([["extent", ranges.map((pair) => pair.join("-")).join(",")], ...quotes], { extent: ranges });
  clearSelection();
  return true;
}

function join(ranges) {
  const joined = [];
  for (const [start, end] of ranges.sort((one, other) => one[0] - other[0])) {
    const last = joined.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else joined.push([start, end]);
  }
  return joined;
}

function trimmed(blocks, start, end) {
  const letters = Array.from(textBetween(blocks, start, end));
  let from = 0;
  let to = letters.length;
  while (from < to && /\s/u.test(letters[from])) from += 1;
  while (to > from && /\s/u.test(letters[to - 1])) to -= 1;
  return from < to ? [start + from, start + to] : null;
}

/* Pointer */

document.addEventListener("pointerdown", (event) => {
  // Buttons must not take the selection away from the words.
  if (event.target.closest(".key, [data-range], [data-drop-range], #fold, .panel-tabs button")) event.preventDefault();
});
document.addEventListener("mousedown", (event) => {
  if (event.target.closest(".key, [data-range], [data-drop-range]")) event.preventDefault();
});

document.addEventListener("mousedown", (event) => {
  dragging = event.button === 0 && pane.contains(event.target);
});

document.addEventListener("mouseup", (event) => {
  const whole = !event.altKey;
  dragging = false;
  // The selection is final only after this event; rows that waited come after it was read.
  setTimeout(() => {
    if (!event.target.closest("button, a, summary, input, select, textarea, dialog, .label-menu")) {
      const range = document.getSelection().rangeCount ? document.getSelection().getRangeAt(0) : null;
      if (range && !range.collapsed && touchesText(range)) settleSelection(whole);
      else if (pane.contains(event.target)) pointAtText(event);
      else menu.hidden = true;
    }
    held.splice(0).forEach((html) => put(html));
  });
});

/** A click without a selection: the span there, the next of a stack at the next click; on bare text, none. */
function pointAtText(event) {
  selected = null;
  menu.hidden = true;
  const piece = event.target.closest("mark[data-spans]");
  if (!piece) {
    if (event.target.closest(".text")) focus.choose(null);
    return;
  }
  const ids = focus.at(Number(piece.dataset.start));
  const at = ids.indexOf(focus.id);
  focus.choose(ids[(at + 1) % ids.length]);
  focus.stack(ids);
}

let touched;
document.addEventListener("selectionchange", () => {
  if (!coarse.matches) return;
  clearTimeout(touched);
  touched = setTimeout(() => {
    if (readSelection() && !armed) offerLabels();
  }, 250);
});

document.addEventListener("click", (event) => {
  const tag = event.target.closest(".tag[data-span]");
  if (tag) {
    event.preventDefault();
    focus.choose(tag.dataset.span, { scroll: true });
    showTab("span");
    return;
  }
  const label = event.target.closest(".key[data-label-key]");
  if (label) {
    useLabel(label.dataset.labelKey);
    return;
  }
  const range = event.target.closest("[data-range]");
  if (range) {
    if (!changeRanges(range.dataset.range)) announce(pick("select"));
    return;
  }
  const dropped = event.target.closest("[data-drop-range]");
  if (dropped) changeRanges("cut", dropped.dataset.dropRange.split("-").map(Number));
});

/* Forms that go through the queue */

document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-send]");
  if (!form) return;
  event.preventDefault();
  sendForm(form);
});

/** Choices are kept when they are made, words when one leaves their field. */
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-send][data-keep]");
  if (form && !isWords(event.target)) keepField(form, event.target);
});

document.addEventListener("focusout", (event) => {
  const form = event.target.closest("form[data-send][data-keep]");
  if (!form || !isWords(event.target) || event.target.value === event.target.defaultValue) return;
  event.target.defaultValue = event.target.value;
  keepField(form, event.target);
});

function isWords(field) {
  return field.matches("textarea, input:not([type])");
}

function sendForm(form) {
  if (form.querySelector("#delete-span")) {
    deleteChosen();
    return;
  }
  const fields = Array.from(new FormData(form)).filter(([name]) => name !== "csrfmiddlewaretoken");
  send(form.getAttribute("action"), fields, { span: form.closest("#span")?.dataset.span ?? null });
}

/** Only the field that was changed: what the others hold may be older than what is saved. */
function keepField(form, field) {
  const whole = field.name.startsWith("attribute");
  const sent = Array.from(new FormData(form)).filter(
    ([name]) => name === "version" || name === field.name || (whole && name.startsWith("attribute")),
  );
  send(form.getAttribute("action"), sent, { span: form.closest("#span")?.dataset.span ?? null });
}

document.getElementById("hand-in-form")?.addEventListener("submit", (event) => {
  if (outbox.waiting().length) {
    event.preventDefault();
    outbox.flush(true).then(() => event.target.requestSubmit());
  }
});

window.addEventListener("beforeunload", (event) => {
  if (outbox.waiting().length || refusals.size) event.preventDefault();
});

/* The panel */

const tabs = Array.from(document.querySelectorAll('.panel-tabs [role="tab"]'));
for (const tab of tabs) tab.addEventListener("click", () => showTab(tab.id.slice(4)));
document.querySelector(".panel-tabs").addEventListener("keydown", (event) => {
  const at = tabs.indexOf(event.target);
  if (at < 0 || !/^Arrow(Left|Right)$/.test(event.key)) return;
  event.preventDefault();
  const next = tabs[(at + (event.key === "ArrowRight" ? 1 : tabs.length - 1)) % tabs.length];
  next.focus();
  showTab(next.id.slice(4));
});

function showTab(name) {
  for (const tab of tabs) {
    const chosen = tab.id === `tab-${name}`;
    tab.setAttribute("aria-selected", String(chosen));
    tab.tabIndex = chosen ? 0 : -1;
    document.getElementById(`pane-${tab.id.slice(4)}`).hidden = !chosen;
  }
  if (name === "list") listSoon();
}

let listing;
function listSoon() {
  clearTimeout(listing);
  listing = setTimeout(async () => {
    const shown = document.getElementById("listed");
    const answer = await fetch(`${shown.dataset.url}${lens}`, { headers: { "HX-Request": "true" } }).catch(() => null);
    if (answer?.ok) {
      swapIn(await answer.text());
      focus.light();
    }
  }, 200);
}

const fold = document.getElementById("fold");
const FOLDED = "annotate:folded";
function setFolded(folded) {
  desk.classList.toggle("folded", folded);
  fold.setAttribute("aria-expanded", String(!folded));
  localStorage.setItem(FOLDED, folded ? "1" : "");
}
setFolded(localStorage.getItem(FOLDED) === "1");
fold.addEventListener("click", () => setFolded(!desk.classList.contains("folded")));

/* Keys */

const SNAP = "annotate:snap";
snap.checked = localStorage.getItem(SNAP) !== "off";
snap.addEventListener("change", () => localStorage.setItem(SNAP, snap.checked ? "on" : "off"));
singleKeysSwitch(document.getElementById("single-keys"));

function inText(event) {
  return pane.contains(document.activeElement) || Boolean(selected) || event.target === document.body;
}

function step(kind, by, extend) {
  if (selected && !cursor.extent) cursor.place(selected.start, selected.end);
  const extent = cursor.move(kind, by, extend);
  if (extent) showCursor(extent);
}

function showCursor([start, end]) {
  select(start, end);
  if (!selected) return;
  const range = rangeOf(pane, start, end);
  const box = range.getBoundingClientRect();
  if (box.top < 110 || box.bottom > window.innerHeight - 60) {
    range.startContainer.parentElement.scrollIntoView({ block: "center" });
  }
  announce(selected.quote);
}

function toBlockEdge(last, extend) {
  const at = cursor.extent ?? (selected ? [selected.start, selected.end] : [0, 0]);
  const block = blocksOf(pane).find((one) => one.end > at[0]) ?? blocksOf(pane)[0];
  if (!block) return;
  if (extend) {
    const [start, end] = last ? [at[0], block.end] : [block.start, at[1]];
    cursor.place(start, end);
    showCursor([start, end]);
  } else {
    const words = cursor.units.words;
    for (let n = 0; n < words.length; n += 2) {
      const word = [words[n], words[n + 1]];
      if (word[0] < block.start || word[1] > block.end) continue;
      cursor.place(...word);
      if (!last) break;
    }
    if (cursor.extent) showCursor(cursor.extent);
  }
}

function nudgeEnd(by) {
  if (!cursor.extent) return;
  const [start, end] = cursor.extent;
  const text = Array.from(new Intl.Segmenter(undefined, { granularity: "grapheme" }).segment(textAround(end)), (piece) => Array.from(piece.segment).length);
  const base = Math.max(0, end - 60);
  const borders = [base];
  for (const size of text) borders.push(borders.at(-1) + size);
  const next = by > 0 ? borders.find((border) => border > end) : borders.findLast((border) => border < end);
  if (next === undefined || next <= start) return;
  cursor.place(start, next);
  showCursor([start, next]);
}

function textAround(point) {
  return textBetween(blocksOf(pane), Math.max(0, point - 60), point + 60);
}

function walk(by) {
  const from = selected?.start ?? cursor.extent?.[0] ?? 0;
  clearSelection();
  const tag = focus.walk(by, from);
  if (tag) announce(`${tag.textContent.trim()}: ${quoteOf(tag.dataset.span)}`);
}

function quoteOf(id) {
  return focus.marks(id).map((piece) => piece.textContent).join("").slice(0, 200);
}

function press(id) {
  const button = document.getElementById(id);
  if (button && !button.disabled) button.click();
}

/** To a field of the chosen span's panel. What is typed before the panel is there goes into the field, not to keys. */
async function toField(id) {
  if (!focus.id && made) focus.choose(made);
  showTab("span");
  setFolded(false);
  if (document.getElementById("span").dataset.span !== focus.id) {
    let typed = "";
    let left = false;
    const keep = (event) => {
      if (Array.from(event.key).length === 1 && !event.ctrlKey && !event.metaKey) typed += event.key;
      if (event.key === "Escape") {
        left = true;
        document.removeEventListener("keydown", keep, true);
      }
      event.preventDefault();
      event.stopPropagation();
    };
    document.addEventListener("keydown", keep, true);
    await focus.load();
    document.removeEventListener("keydown", keep, true);
    const field = document.getElementById(id);
    if (field && isWords(field)) field.value += typed;
    if (left) {
      field?.dispatchEvent(new FocusEvent("focusout", { bubbles: true }));
      return;
    }
  }
  document.getElementById(id)?.focus();
}

listen(
  {
    ArrowDown: () => step("sentences", 1, false),
    ArrowUp: () => step("sentences", -1, false),
    ArrowRight: () => step("words", forward(1), false),
    ArrowLeft: () => step("words", forward(-1), false),
    "Shift+ArrowDown": () => step("sentences", 1, true),
    "Shift+ArrowUp": () => step("sentences", -1, true),
    "Shift+ArrowRight": () => step("words", forward(1), true),
    "Shift+ArrowLeft": () => step("words", forward(-1), true),
    "Alt+Shift+ArrowRight": () => nudgeEnd(forward(1)),
    "Alt+Shift+ArrowLeft": () => nudgeEnd(forward(-1)),
    Home: () => toBlockEdge(false, false),
    End: () => toBlockEdge(true, false),
    "Shift+Home": () => toBlockEdge(false, true),
    "Shift+End": () => toBlockEdge(true, true),
    "[": () => walk(-1),
    "]": () => walk(1),
    Enter: () => (selected ? openMenu() : focus.id ? toField("span-label") : false),
    Delete: deleteChosen,
    Backspace: deleteChosen,
    Escape: letGo,
    "?": () => help.showModal(),
    "Ctrl+z": () => press("undo"),
    "Ctrl+Shift+z": () => press("redo"),
    "Ctrl+y": () => press("redo"),
    u: () => press("undo"),
    y: () => press("redo"),
    a: () => changeRanges("add"),
    d: () => changeRanges("cut"),
    e: () => changeRanges("set"),
    n: () => toField("span-note"),
    m: async () => {
      await toField("span-unsure");
      document.getElementById("span-unsure")?.click();
      pane.focus({ preventScroll: true });
    },
    t: () => toField(document.getElementById("span-label") ? "span-label" : "tab-span"),
    h: () => press("hand-in"),
    letter: (event, name) => {
      const button = document.querySelector(`#labels [data-press="${CSS.escape(name)}"]`);
      if (!button) return false;
      useLabel(button.dataset.labelKey);
      return true;
    },
  },
  inText,
);

/** In a line that runs right to left the right arrow goes back. */
function forward(by) {
  const at = selected?.start ?? cursor.extent?.[0] ?? 0;
  const block = blocksOf(pane).find((one) => one.end > at);
  return block?.element.parentElement.dir === "rtl" ? -by : by;
}

function openMenu() {
  offerLabels();
  menu.querySelector("button")?.focus();
  return true;
}

menu.addEventListener("keydown", (event) => {
  const buttons = Array.from(menu.querySelectorAll("button"));
  const at = buttons.indexOf(document.activeElement);
  if (event.key === "Escape") {
    menu.hidden = true;
    pane.focus({ preventScroll: true });
    event.preventDefault();
    event.stopPropagation();
  } else if (/^Arrow/.test(event.key) && at >= 0) {
    const by = /Right|Down/.test(event.key) ? 1 : buttons.length - 1;
    buttons[(at + by) % buttons.length].focus();
    event.preventDefault();
    event.stopPropagation();
  }
});

function letGo() {
  if (!menu.hidden || selected) {
    clearSelection();
    cursor.clear();
  } else if (armed) {
    arm(armed);
  } else {
    focus.choose(null);
  }
}

document.getElementById("panel").addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    event.preventDefault();
    event.target.blur();
    pane.focus({ preventScroll: true });
  }
});

/* At load: what was not sent yet, the span of the address, a first picture. */

outbox.flush();
const wanted = new URL(location.href).searchParams.get("span");
if (wanted && /^\d+$/.test(wanted)) focus.choose(wanted, { scroll: true });
