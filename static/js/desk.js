/* Wires the desk. The only module of it with effects at load. */

import { Answers } from "./answers.js";
import { Finder } from "./finder.js";
import { Focus } from "./focus.js";
import { listen, singleKeysSwitch } from "./keys.js";
import { Labels } from "./labels.js";
import { Live } from "./live.js";
import { Look } from "./look.js";
import { Margin } from "./margin.js";
import { Marks } from "./marks.js";
import { Minimap } from "./minimap.js";
import { Next } from "./next.js";
import { Outbox } from "./outbox.js";
import { Outline } from "./outline.js";
import { Panel } from "./panel.js";
import { announce, desk, pane, url } from "./parts.js";
import { Place, offerPlace } from "./place.js";
import { Pointer } from "./pointer.js";
import { showSaving } from "./saving.js";
import { Troubles } from "./troubles.js";
import { Words } from "./words.js";

desk.classList.add("scripted");
new ResizeObserver(([bar]) => {
  desk.style.setProperty("--bar-height", `${bar.borderBoxSize[0].blockSize}px`);
}).observe(document.querySelector(".bar"));

const words = new Words();
const labels = new Labels();
const focus = new Focus(desk, pane);
const margin = new Margin(pane);
const outbox = new Outbox(desk.dataset.person, {
  onChange: showSaving,
  onAnswer: (...answer) => answers.take(...answer),
  onRefused: (...refusal) => answers.refuse(...refusal),
});
const marks = new Marks({ outbox, words, labels, focus });
const panel = new Panel({ focus, marks });
const troubles = new Troubles({ again: (entry) => outbox.put({ ...entry, id: crypto.randomUUID() }) });
const answers = new Answers({ words, focus, margin, marks, panel, troubles, outbox });
new Pointer({ words, labels, marks, focus, panel, answers });
new Live(desk, { busy: () => outbox.waiting().length > 0, onRows: (html) => answers.put(html) });
const next = new Next();
const place = new Place();
const outline = new Outline({ place, words });
const minimap = new Minimap({ place });
const look = new Look({ place });
const finder = new Finder({ focus, words, place });
place.watch(() => {
  outline.move();
  minimap.move();
  next.reached((place.reached + 1) / pane.children.length);
});
singleKeysSwitch(document.getElementById("single-keys"));

/* Keys */

function press(id) {
  const button = document.getElementById(id);
  if (button && !button.disabled) button.click();
}

function walkSpans(by) {
  const from = words.place;
  marks.letGo();
  const tag = focus.walk(by, from);
  if (tag) announce(`${tag.textContent.trim()}: ${focus.quote()}`);
}

function letGo() {
  if (labels.open || words.selected) {
    marks.letGo();
    words.cursor.clear();
  } else if (labels.armed) {
    labels.arm(labels.armed);
  } else {
    focus.choose(null);
  }
}

async function toggleUnsure() {
  await panel.enter("span-unsure");
  document.getElementById("span-unsure")?.click();
  pane.focus({ preventScroll: true });
}

function enter() {
  if (words.selected) labels.enter(words.selected);
  else if (focus.id) panel.enter("span-label");
  else return false;
  return true;
}

function useLetter(name) {
  const button = document.querySelector(`#labels [data-press="${CSS.escape(name)}"]`);
  if (!button) return false;
  marks.use(button.dataset.labelKey);
  return true;
}

listen(
  {
    ArrowDown: () => words.step("sentences", 1, false),
    ArrowUp: () => words.step("sentences", -1, false),
    ArrowRight: () => words.step("words", words.forward(1), false),
    ArrowLeft: () => words.step("words", words.forward(-1), false),
    "Shift+ArrowDown": () => words.step("sentences", 1, true),
    "Shift+ArrowUp": () => words.step("sentences", -1, true),
    "Shift+ArrowRight": () => words.step("words", words.forward(1), true),
    "Shift+ArrowLeft": () => words.step("words", words.forward(-1), true),
    "Alt+Shift+ArrowRight": () => words.nudge(words.forward(1)),
    "Alt+Shift+ArrowLeft": () => words.nudge(words.forward(-1)),
    Home: () => words.toEdge(false, false),
    End: () => words.toEdge(true, false),
    "Shift+Home": () => words.toEdge(false, true),
    "Shift+End": () => words.toEdge(true, true),
    "[": () => walkSpans(-1),
    "]": () => walkSpans(1),
    Enter: enter,
    Delete: () => marks.remove(),
    Backspace: () => marks.remove(),
    Escape: letGo,
    "?": () => document.getElementById("help").showModal(),
    "Ctrl+z": () => press("undo"),
    "Ctrl+Shift+z": () => press("redo"),
    "Ctrl+y": () => press("redo"),
    u: () => press("undo"),
    y: () => press("redo"),
    a: () => marks.changeRanges("add"),
    d: () => marks.changeRanges("cut"),
    e: () => marks.changeRanges("set"),
    n: () => panel.enter("span-note"),
    m: toggleUnsure,
    t: () => panel.enter(document.getElementById("span-label") ? "span-label" : "tab-span"),
    h: () => press("hand-in"),
    f: () => finder.open(),
    ";": () => look.toggle(),
    ",": () => panel.open("outline"),
    ".": () => next.go(),
    letter: (_event, name) => useLetter(name),
  },
  (event) => pane.contains(document.activeElement) || Boolean(words.selected) || event.target === document.body,
);

/* Leaving: nothing that waits is left behind unsaid. */

document.getElementById("hand-in-form")?.addEventListener("submit", (event) => {
  if (outbox.waiting().length) {
    event.preventDefault();
    outbox.flush(true).then(() => event.target.requestSubmit());
  }
});

window.addEventListener("beforeunload", (event) => {
  if (outbox.waiting().length || troubles.any) event.preventDefault();
});

/* At load: what was not sent yet, the span of the address, the units of reading. */

outbox.flush();
const wanted = new URL(location.href).searchParams.get("span");
if (wanted && /^\d+$/.test(wanted)) focus.choose(wanted, { scroll: true });
words.load(`${url}reading.json`).then(
  () => {
    desk.dataset.ready = "1";
    offerPlace(place);
  },
  () => {}, // the keys for sentences and words rest; everything else works
);
