/* A reviewer's way through the cases of an article: by key, by button, one queue for both. */

import { counted } from "./counted.js";
import { listen } from "./keys.js";
import { Margin } from "./margin.js";
import { Outbox } from "./outbox.js";
import { covered } from "./rails.js";
import { extentOf } from "./selection.js";
import { swapIn } from "./swap.js";

const desk = document.getElementById("desk");
const pane = document.getElementById("text");
const saving = document.getElementById("saving");
const said = document.getElementById("announce");
const url = desk.dataset.url;

desk.classList.add("scripted");
new Margin(pane);
let current = null;

const outbox = new Outbox(desk.dataset.person, {
  onChange: (state, waiting) => {
    const words = saving.dataset;
    saving.classList.toggle("waits", waiting.length > 0);
    saving.classList.toggle("fails", state === "signed out");
    if (state === "signed out") saving.textContent = words.signIn;
    else if (state === "offline" || waiting.length > 1) saving.textContent = counted(saving, "waiting", waiting.length);
    else saving.textContent = waiting.length ? words.saving : words.saved;
  },
  onAnswer: (entry, html) => {
    if (entry.article !== desk.dataset.article) return;
    swapIn(html);
    if (current) choose(current, { quietly: true });
    said.textContent = said.dataset[entry.said] ?? "";
    if (!document.querySelector(".case.handed-in") && document.getElementById("settle")) said.textContent += ` ${said.dataset.done}`;
  },
  onRefused: (entry, html) => {
    if (entry.article === desk.dataset.article) swapIn(html);
    const sentence = document.getElementById("standing").dataset.problem || html.slice(0, 300);
    const item = document.createElement("p");
    item.className = "notice problem";
    item.setAttribute("role", "alert");
    item.textContent = sentence;
    document.getElementById("main").prepend(item);
    choose(entry.span, { scroll: true });
  },
});

const cases = () => Array.from(document.querySelectorAll(".case"));

/** Make a case the current one: open in the list, lit in the text. */
function choose(id, { scroll = false, quietly = false } = {}) {
  current = id;
  for (const one of cases()) one.classList.toggle("current", one.dataset.span === id);
  for (const lit of document.querySelectorAll(".f")) lit.classList.remove("f");
  const one = document.getElementById(`case-${id}`);
  if (!one) return;
  const ranges = one.dataset.extent.split(",").map((pair) => pair.split("-").map(Number));
  let first = null;
  for (const mark of pane.querySelectorAll("mark")) {
    const at = Number(mark.dataset.start);
    if (!ranges.some(([start, end]) => start <= at && at < end)) continue;
    mark.classList.add("f");
    first ??= mark;
  }
  for (const text of covered(pane, id)) text.classList.add("f");
  pane.querySelector(`.tag[data-span="${id}"]`)?.classList.add("f");
  if (quietly) return;
  one.scrollIntoView({ block: "nearest" });
  const box = first?.getBoundingClientRect();
  const panel = document.querySelector(".panel").getBoundingClientRect();
  const floor = box && panel.left <= box.left ? Math.min(panel.top, window.innerHeight) : window.innerHeight;
  if (scroll && box && (box.top < 110 || box.bottom > floor - 80)) first.scrollIntoView({ block: "center" });
}

function walk(step, only = "") {
  const list = cases();
  if (!list.length) return;
  const at = list.findIndex((one) => one.dataset.span === current);
  for (let n = 1; n <= list.length; n += 1) {
    const next = list[(at + step * n + (at < 0 && step < 0 ? 1 : 0) + list.length * 2) % list.length];
    if (only && !next.classList.contains(only)) continue;
    choose(next.dataset.span, { scroll: true });
    said.textContent = next.querySelector(".case-line").textContent.replace(/\s+/g, " ").trim();
    return;
  }
}

/** Decide the current case and go on to the next that waits. */
function decide(verdict, fields = [], after = "walk") {
  const one = document.getElementById(`case-${current}`);
  const form = one?.querySelector("form[data-decide]");
  if (!form) return;
  const names = { accept: "accepted", reject: "rejected", change: "changed" };
  const reason = form.querySelector('[name="reason"]').value;
  outbox.put({
    url: form.getAttribute("action"),
    fields: [["span", current], ["verdict", verdict], ["reason", reason], ...fields],
    article: desk.dataset.article,
    span: current,
    said: names[verdict],
  });
  one.classList.remove("handed-in");
  if (after === "walk") walk(1, "handed-in");
}

function setToSelection() {
  const selection = document.getSelection();
  const range = selection.rangeCount ? selection.getRangeAt(0) : null;
  const extent = range && !range.collapsed && range.intersectsNode(pane) ? extentOf(pane, range) : null;
  if (!extent || !current) return false;
  decide("change", [["extent", `${extent.start}-${extent.end}`], ["quote", extent.quote]]);
  selection.removeAllRanges();
  return true;
}

function undecide() {
  const form = document.getElementById(`case-${current}`)?.querySelector("form[data-undecide]");
  if (!form) return;
  outbox.put({ url: form.getAttribute("action"), fields: [], article: desk.dataset.article, span: current, said: "undecided" });
}

document.addEventListener("mousedown", (event) => {
  if (event.target.closest("[data-set-extent], .key")) event.preventDefault();
});

document.addEventListener("click", (event) => {
  const opened = event.target.closest("[data-open]");
  if (opened) {
    event.preventDefault();
    choose(opened.closest(".case").dataset.span, { scroll: true });
  }
  const tag = event.target.closest(".tag[data-span]");
  if (tag) {
    event.preventDefault();
    choose(tag.dataset.span);
  }
  const mark = event.target.closest("mark[data-spans]");
  if (mark && document.getSelection().isCollapsed) {
    const ids = mark.dataset.spans.split(" ");
    choose(ids[(ids.indexOf(current) + 1) % ids.length]);
  }
  if (event.target.closest("[data-set-extent]")) {
    current = event.target.closest(".case").dataset.span;
    setToSelection();
  }
  const label = event.target.closest(".key[data-label-key]");
  if (label && current) decide("change", [["label", label.dataset.labelKey]]);
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.matches("form[data-decide]")) {
    event.preventDefault();
    current = form.closest(".case").dataset.span;
    const verdict = event.submitter?.value ?? "accept";
    decide(verdict, verdict === "change" ? [["label", form.querySelector('[name="label"]').value]] : []);
  } else if (form.matches("form[data-undecide]")) {
    event.preventDefault();
    current = form.closest(".case").dataset.span;
    undecide();
  }
});

window.addEventListener("beforeunload", (event) => {
  if (outbox.waiting().length) event.preventDefault();
});

listen(
  {
    j: () => walk(1),
    k: () => walk(-1),
    "]": () => walk(1),
    "[": () => walk(-1),
    ArrowDown: (event) => (event.target === pane ? false : walk(1)),
    ArrowUp: (event) => (event.target === pane ? false : walk(-1)),
    n: () => walk(1, "handed-in"),
    y: () => decide("accept"),
    x: () => decide("reject"),
    e: () => setToSelection(),
    u: () => undecide(),
    r: () => document.getElementById(`why-${current}`)?.focus(),
    letter: (event, name) => {
      const button = document.querySelector(`#labels [data-press="${CSS.escape(name)}"]`);
      if (!button || button.disabled || !current) return false;
      decide("change", [["label", button.dataset.labelKey]]);
      return true;
    },
  },
  () => true,
);

/** From a reason back to the cases. */
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && event.target.matches("textarea, select")) {
    event.target.blur();
    pane.focus({ preventScroll: true });
  }
});

outbox.flush();
walk(1, "handed-in");
if (!current) walk(1);

