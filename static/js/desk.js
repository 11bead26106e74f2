/* Wires the desk. The only module of it with effects at load. */

import { Answers } from "./answers.js";
import { Calls } from "./calls.js";
import { Drafts } from "./drafts.js";
import { Finder } from "./finder.js";
import { Focus } from "./focus.js";
import { Help } from "./help.js";
import { Keymap } from "./keymap.js";
import { listen, singleKeysSwitch } from "./keys.js";
import { Labels } from "./labels.js";
import { Links } from "./links.js";
import { Live } from "./live.js";
import { Look } from "./look.js";
import { Margin } from "./margin.js";
import { Marks } from "./marks.js";
import { Minimap } from "./minimap.js";
import { Next } from "./next.js";
import { Outbox, ourHeaders } from "./outbox.js";
import { Outcomes } from "./outcomes.js";
import { Outline } from "./outline.js";
import { Panel } from "./panel.js";
import { giveHighlights, painted } from "./paint.js";
import { Paragraph } from "./paragraph.js";
import { announce, article, desk, pane, url } from "./parts.js";
import { Place, offerPlace } from "./place.js";
import { Pointer } from "./pointer.js";
import { showSaving } from "./saving.js";
import { countTime } from "./spent.js";
import { Spoken } from "./spoken.js";
import { Troubles } from "./troubles.js";
import { Words } from "./words.js";

await painted(); // the text first, then what can be done with it
giveHighlights();
desk.classList.add("scripted");
new ResizeObserver(([bar]) => {
  const height = `${bar.borderBoxSize[0].blockSize}px`;
  // Where it is used, one by one: on the desk it would be inherited by every mark, and each be styled anew.
  for (const id of ["panel", "minimap"]) document.getElementById(id).style.setProperty("--bar-height", height);
  document.documentElement.style.setProperty("scroll-padding-top", `calc(${height} + 0.75rem)`);
}).observe(document.querySelector(".bar"));

const words = new Words();
const labels = new Labels();
const focus = new Focus(desk, pane, {
  onLight: () => links.light(),
  onDim: () => links.dim(),
  onPanel: (shown) => {
    drafts.fill(shown);
    help.name(shown);
  },
});
const margin = new Margin(pane);
const outbox = new Outbox(desk.dataset.person, {
  fieldsFor: (entry) => (entry.article === article ? [["since", document.getElementById("standing").dataset.tag]] : []),
  onChange: showSaving,
  onAnswer: (...answer) => answers.take(...answer),
  onRefused: (...refusal) => answers.refuse(...refusal),
});
const marks = new Marks({ outbox, words, labels, focus });
const drafts = new Drafts(desk.dataset.person);
const panel = new Panel({ focus, marks, drafts });
const links = new Links({ focus, marks, panel });
const keymap = new Keymap(desk.dataset.person, () => labels.keys());
const help = new Help(keymap);
const spoken = new Spoken(pane, document.getElementById("spoken"));
const troubles = new Troubles({ again: (entry) => outbox.put({ ...entry, id: crypto.randomUUID() }) });
const answers = new Answers({
  ...{ words, focus, margin, marks, panel, troubles, outbox },
  dress: (fresh) => {
    spoken.apply([fresh]);
    help.name(fresh);
  },
  onUnknown: () => live.askAnew(),
});
new Pointer({ words, labels, marks, focus, panel, answers, links });
new Paragraph({ words, marks });
new Calls();
new Outcomes();
const live = new Live(desk, { busy: () => outbox.waiting().length > 0, onRows: (html) => answers.put(html) });
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
  if (links.open) return links.walk(by);
  const from = words.place;
  marks.letGo();
  const tag = focus.walk(by, from);
  if (tag) announce(`${tag.textContent.replace(/\s+/g, " ").trim()}: ${focus.quote()}`);
  return true;
}

function letGo() {
  if (links.open) {
    links.letGo();
  } else if (labels.open || words.selected) {
    marks.letGo();
    words.cursor.clear();
    words.light();
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
  if (links.open) links.make();
  else if (words.selected) labels.enter(words.selected);
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
    "sentence on": () => words.step("sentences", 1, false),
    "sentence back": () => words.step("sentences", -1, false),
    "word right": () => words.step("words", words.forward(1), false),
    "word left": () => words.step("words", words.forward(-1), false),
    "extend sentence on": () => words.step("sentences", 1, true),
    "extend sentence back": () => words.step("sentences", -1, true),
    "extend word right": () => words.step("words", words.forward(1), true),
    "extend word left": () => words.step("words", words.forward(-1), true),
    "nudge right": () => words.nudge(words.forward(1)),
    "nudge left": () => words.nudge(words.forward(-1)),
    "block start": () => words.toEdge(false, false),
    "block end": () => words.toEdge(true, false),
    "extend block start": () => words.toEdge(false, true),
    "extend block end": () => words.toEdge(true, true),
    "span before": () => walkSpans(-1),
    "span after": () => walkSpans(1),
    enter,
    delete: () => marks.remove(),
    "let go": letGo,
    undo: () => press("undo"),
    redo: () => press("redo"),
    add: () => marks.changeRanges("add"),
    cut: () => marks.changeRanges("cut"),
    only: () => marks.changeRanges("set"),
    note: () => panel.enter("span-note"),
    unsure: toggleUnsure,
    support: () => links.begin("supports"),
    attack: () => links.begin("attacks"),
    undercut: () => links.begin("undercuts"),
    comment: () => panel.enter("say"),
    panel: () => panel.enter(document.getElementById("span-label") ? "span-label" : "tab-span"),
    "hand in": () => press("hand-in"),
    help: () => help.open(),
    find: () => finder.open(),
    outline: () => panel.open("outline"),
    spans: () => look.toggle(),
    "next article": () => next.go(),
    letter: (_event, chord) => useLetter(chord),
  },
  (event) => pane.contains(document.activeElement) || Boolean(words.selected) || event.target === document.body,
  (chord) => keymap.deedOf(chord),
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

if (!document.getElementById("why-not")) countTime(`${url}spend/`, ourHeaders);

/* At load: what was not sent yet, the span of the address, the units of reading. */

outbox.flush();
const wanted = focus.opening();
if (wanted && /^\d+$/.test(wanted)) focus.choose(wanted, { scroll: true });
words.load(`${url}reading.json`).then(
  () => {
    desk.dataset.ready = "1";
    offerPlace(place);
  },
  () => {}, // the keys for sentences and words rest; everything else works
);
