/* A reviewer's way through the clusters of an article: by key, by button, one queue for both. The keys press what stands
   on the page; moving on asks nobody. */

import { Clusters } from "./clusters.js";
import { counted } from "./counted.js";
import { Help } from "./help.js";
import { Keymap } from "./keymap.js";
import { listen, singleKeysSwitch } from "./keys.js";
import { Live } from "./live.js";
import { Margin } from "./margin.js";
import { Outbox } from "./outbox.js";
import { giveHighlights } from "./paint.js";
import { announce, article, desk, labelButton, pane } from "./parts.js";
import { extentOf } from "./selection.js";
import { swapIn } from "./swap.js";

const SINGLE = {
  next: "]",
  previous: "[",
  "next open": "n",
  most: "y",
  "take a": "a",
  "take b": "b",
  "take c": "c",
  "take d": "d",
  each: "t",
  union: "+",
  common: "-",
  extent: "e",
  reject: "x",
  reason: "r",
  comment: "m",
  question: "q",
  strokes: "s",
  undo: "u",
  settle: "h",
  help: "?",
};
const FIXED = { ArrowDown: "next", ArrowUp: "previous", "Ctrl+z": "undo" };

giveHighlights();

const said = document.getElementById("announce");
const bench = document.getElementById("bench");
const say = document.getElementById("say");
const drafts = `annotate:reasons:${desk.dataset.person}:${article}`;

const clusters = new Clusters({ onFocus: prepare });

/* What waits to be saved. */

const outbox = new Outbox(desk.dataset.person, {
  fieldsFor: (entry) => (entry.follows ? seenNow(entry) : []),
  onChange: showSaving,
  onAnswer: (entry, html) => {
    if (entry.article !== article) return;
    put(html);
    const rest = document.querySelector(".cluster.open") ? "" : ` ${said.dataset.done}`;
    announce(`${said.dataset[entry.said] ?? ""}${rest}`);
  },
  onRefused: (entry, html) => {
    if (entry.article === article) put(html);
    complain(document.getElementById("standing").dataset.problem || html.slice(0, 300));
    const back = entry.span && clusters.holding([entry.span]);
    if (back) clusters.focus(back);
  },
});

/** What stands of a cluster once one's own steps before this one are answered: they are no surprise. */
function seenNow(entry) {
  const item = entry.article === article && entry.span && clusters.holding([entry.span]);
  return item ? [["standing", item.dataset.standing]] : [];
}

/** Behind what waits. What follows a step of one's own on this article takes what that step left for what was seen. */
function queue(write) {
  outbox.put({ article, follows: outbox.waiting().some((entry) => entry.article === article), ...write });
}

function showSaving(state, waiting) {
  const shown = document.getElementById("saving");
  const words = shown.dataset;
  shown.classList.toggle("waits", waiting.length > 0);
  shown.classList.toggle("fails", state === "signed out");
  if (state === "signed out") shown.textContent = words.signIn;
  else if (state === "offline" || waiting.length > 1) shown.textContent = counted(shown, "waiting", waiting.length);
  else shown.textContent = waiting.length ? words.saving : words.saved;
}

/** Put an answer's parts in their places; the focus stays with the cluster, its button and what is being typed. */
function put(html) {
  const from = document.activeElement;
  swapIn(html);
  clusters.read();
  const place = from.id || from.closest("#answers .case")?.id;
  if (!from.isConnected) (document.getElementById(place) ?? pane).focus({ preventScroll: true });
}

/** Say in the page what could not be done. */
function complain(sentence) {
  document.getElementById("refused")?.remove();
  const item = document.createElement("p");
  item.id = "refused";
  item.className = "notice problem";
  item.setAttribute("role", "alert");
  item.textContent = sentence;
  document.querySelector(".panel").prepend(item);
}

/* The forms, for the cluster in focus. */

/** The bench decides the cluster in focus; a reason that was begun for it stands there again. */
function prepare(item, { other }) {
  if (!bench) return;
  bench.elements.spans.value = item.dataset.spans;
  bench.elements.standing.value = item.dataset.standing;
  button("common").disabled = "nothingCommon" in item.dataset;
  button("each").disabled = "oneChoice" in item.dataset;
  if (!other) return;
  bench.elements.reason.value = begun()[item.dataset.cluster] ?? "";
  say.elements.span.replaceChildren(...Array.from(item.querySelectorAll("[data-take]"), optionOf));
}

function button(deed) {
  return bench.querySelector(`[data-deed="${deed}"]`);
}

function optionOf(take) {
  const [, id] = take.value.split(":");
  return new Option(take.dataset.on, id);
}

/** The reasons that were begun and not sent, by cluster: kept in this browser. */
function begun() {
  try {
    return JSON.parse(localStorage.getItem(drafts) ?? "{}");
  } catch {
    return {};
  }
}

function keepReason(id, reason) {
  const all = begun();
  if (reason) all[id] = reason;
  else delete all[id];
  localStorage.setItem(drafts, JSON.stringify(all));
}

/* What the buttons do. */

/** Decide the cluster in focus, and go on to the next that waits. */
function decide(how, more = []) {
  const { item } = clusters;
  if (!bench || !item) return;
  const fields = ["spans", "standing", "reason"].map((name) => [name, bench.elements[name].value]);
  queue({
    url: bench.getAttribute("action"),
    fields: [...fields, ["how", how], ...more],
    span: item.dataset.spans.split(" ")[0],
    said: "decided",
  });
  document.getElementById("refused")?.remove();
  keepReason(clusters.id, "");
  bench.elements.reason.value = "";
  item.classList.remove("open");
  item.classList.add("waits");
  clusters.walk(1, "open");
}

function send(form, submitter) {
  const fields = Array.from(new FormData(form)).filter(([name]) => name !== "csrfmiddlewaretoken");
  if (submitter?.name) fields.push([submitter.name, submitter.value]);
  queue({ url: form.getAttribute("action"), fields, said: form.dataset.said });
  if (form !== say) return;
  form.elements.text.value = "";
  document.getElementById("saying").open = false;
  pane.focus({ preventScroll: true });
}

function setToSelection() {
  const selection = document.getSelection();
  const range = selection.rangeCount ? selection.getRangeAt(0) : null;
  const extent = range && !range.collapsed && range.intersectsNode(pane) ? extentOf(pane, range) : null;
  if (!extent) {
    announce(said.dataset.select);
    return;
  }
  decide("extent", [["extent", `${extent.start}-${extent.end}`], ["quote", extent.quote]]);
  selection.removeAllRanges();
}

function take(letter) {
  const button = clusters.item?.querySelector(`[data-take="${letter}"]:enabled`);
  if (!button) return false;
  decide(button.value);
  return true;
}

function press(selector) {
  const button = document.querySelector(selector);
  if (button?.disabled === false) button.click();
}

/** The question about the article that has the focus, if one has. */
function asked() {
  return document.activeElement.closest("#answers .case");
}

/** On to the next question, one that waits where there is one, after the last to the first. */
function nextQuestion() {
  const cases = Array.from(document.querySelectorAll("#answers .case"));
  const at = cases.indexOf(asked()) + 1;
  const onward = [...cases.slice(at), ...cases.slice(0, at)];
  (onward.find((one) => one.matches(".open")) ?? onward[0])?.focus();
}

/** A key that decides is of the question in focus, as far as it means something there. */
function answer(selector) {
  asked().querySelector(`${selector}:enabled`)?.click();
}

/** To the clusters, from a question too: keys speak of them again. */
function walk(step, which) {
  if (asked()) pane.focus({ preventScroll: true });
  return clusters.walk(step, which);
}

function go(id) {
  document.getElementById(id)?.focus();
}

const deeds = {
  next: (event) => (event.key.startsWith("Arrow") && document.getSelection().type === "Range" ? false : walk(1)),
  previous: (event) => (event.key.startsWith("Arrow") && document.getSelection().type === "Range" ? false : walk(-1)),
  "next open": () => walk(1, "open"),
  most: () => decide("most"),
  each: () => press('#bench [data-deed="each"]'),
  union: () => decide("union"),
  common: () => press('#bench [data-deed="common"]'),
  extent: () => setToSelection(),
  reject: () => decide("reject"),
  reason: () => go("bench-reason"),
  comment: () => {
    document.getElementById("saying").open = true;
    go("say-text");
  },
  question: () => nextQuestion(),
  strokes: () => (document.querySelector("#strokes button:enabled") ?? document.getElementById("strokes-title"))?.focus(),
  undo: () => press("#undo"),
  settle: () => go("settle"),
  help: () => help.open(),
  letter: (event, name) => {
    const button = document.querySelector(`#labels [data-press="${CSS.escape(name)}"]:enabled`);
    if (!button) return false;
    decide("label", [["label", button.dataset.labelKey]]);
    return true;
  },
};
for (const letter of "abcd") deeds[`take ${letter}`] = () => take(letter);

/** What the keys that decide a cluster do while a question has the focus; null is nothing. */
const ANSWERING = {
  most: () => answer("[data-most]"),
  reject: () => answer('[value="none"]'),
  reason: () => {
    asked().querySelector("details").open = true;
    asked().elements.reason.focus();
  },
  ...Object.fromEntries(Array.from("abcd", (letter) => [`take ${letter}`, () => answer(`[data-take-answer="${letter}"]`)])),
  ...Object.fromEntries(["each", "union", "common", "extent", "comment", "letter"].map((name) => [name, () => {}])),
};
for (const [name, deed] of Object.entries(ANSWERING)) {
  const decides = deeds[name];
  deeds[name] = (...chord) => (asked() ? deed() : decides(...chord));
}

/* Keys, clicks, forms. */

/** A label whose key does something else here is had by its button. */
for (const label of document.querySelectorAll("#labels [data-press]")) {
  if (!Object.values(SINGLE).includes(label.dataset.press)) continue;
  label.querySelector("kbd")?.remove();
  label.removeAttribute("data-press");
  label.removeAttribute("aria-keyshortcuts");
}
const labelKeys = new Set(Array.from(document.querySelectorAll("#labels [data-press]"), (label) => label.dataset.press));
const keymap = new Keymap(desk.dataset.person, () => labelKeys, { single: SINGLE, fixed: FIXED, page: "review" });
const help = new Help(keymap);
singleKeysSwitch(document.getElementById("single-keys"));
listen(deeds, () => true, (chord) => keymap.deedOf(chord));

document.addEventListener("mousedown", (event) => {
  if (event.target.closest('[data-deed="extent"], .key')) event.preventDefault(); // the words stay selected
});

document.addEventListener("click", (event) => {
  const opened = event.target.closest("[data-open]");
  const tag = event.target.closest("#text .tag[data-span]");
  const mark = event.target.closest("#text mark[data-spans]");
  const label = event.target.closest(".key[data-label-key]");
  const control = event.target.closest("button[type=button][data-deed]");
  if (opened) {
    event.preventDefault();
    clusters.focus(opened.closest(".cluster"));
  } else if (tag) {
    event.preventDefault();
    clusters.focus(clusters.holding([tag.dataset.span]));
  } else if (mark && document.getSelection().isCollapsed) {
    walkAt(mark.dataset.spans.split(" "));
  } else if (label && labelButton(label.dataset.labelKey)) {
    decide("label", [["label", label.dataset.labelKey]]);
  } else if (control) {
    deeds[control.dataset.deed](event);
  }
});

/** The clusters that lie where somebody clicked, one after another. */
function walkAt(ids) {
  const here = clusters.items.filter((item) => item.dataset.spans.split(" ").some((id) => ids.includes(id)));
  if (here.length) clusters.focus(here[(here.indexOf(clusters.item) + 1) % here.length]);
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form === bench) {
    event.preventDefault();
    const how = event.submitter?.value ?? "most";
    decide(how, how === "label" ? [["label", bench.elements.label.value]] : []);
  } else if (form.matches("form[data-send]")) {
    event.preventDefault();
    send(form, event.submitter);
  }
});

document.addEventListener("input", (event) => {
  if (event.target === bench?.elements.reason) keepReason(clusters.id, event.target.value);
});

/** From a field back to the clusters, or to its question; Enter in the reason keeps it for the decision that follows. */
document.addEventListener("keydown", (event) => {
  const field = event.target.closest("#bench input, #bench select, #say textarea, #say select, #answers :is(input, select, textarea)");
  const back = event.key === "Escape" || (event.key === "Enter" && field?.name === "reason");
  if (!field || !back || event.isComposing) return;
  event.preventDefault();
  event.stopPropagation();
  (asked() ?? pane).focus({ preventScroll: true });
});

window.addEventListener("beforeunload", (event) => {
  if (outbox.waiting().length) event.preventDefault();
});

new Margin(pane);
new Live(desk, { busy: () => outbox.waiting().length > 0, onRows: put });
outbox.flush();
if (clusters.item) clusters.focus(clusters.item, { still: true });
if (bench && clusters.item) prepare(clusters.item, { other: true });
desk.dataset.ready = "1";
