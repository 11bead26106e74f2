/* The blocks of the article in the panel: their first words, the labels in them, where one is, how far one came. */

import { coarse, pane } from "./parts.js";

const WORDS = 60; // UTF-16 units of a block's text that name it
const LATER = 300; // ms after rows came until the labels are counted again

/** Built when it is first shown. */
export class Outline {
  constructor({ place, words }) {
    Object.assign(this, { place, words });
    this.pane = document.getElementById("pane-outline");
    this.list = document.getElementById("outline");
    this.bar = document.querySelector(".bar"); // on the desk itself the whole page would be styled anew
    this.progress = document.getElementById("progress");
    this.list.addEventListener("click", (event) => this.click(event));
    pane.addEventListener("rows", () => this.later());
    new MutationObserver(() => this.show()).observe(this.pane, { attributeFilter: ["hidden"] });
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.show(), LATER);
  }

  /** The list as the page is now; nothing while it is out of sight. */
  show() {
    if (this.pane.hidden) return;
    const rows = Array.from(pane.children);
    if (!this.list.firstElementChild) this.list.append(...rows.map(entryOf));
    const marks = marksOf(rows);
    Array.from(this.list.children).forEach((entry, at) => labelled(entry, marks[at].labels));
    this.marked = marks.filter((mark) => mark.mine).length;
    this.move();
  }

  /** Where one is now. */
  move() {
    const all = pane.children.length;
    this.bar.style.setProperty("--reached", all ? (this.place.reached + 1) / all : 0);
    if (this.pane.hidden || !this.list.firstElementChild) return;
    const here = this.list.children[this.place.row]?.firstElementChild;
    const shown = this.list.querySelector("[aria-current]");
    if (shown !== here) {
      shown?.removeAttribute("aria-current");
      here?.setAttribute("aria-current", "location");
      if (here && !this.list.contains(document.activeElement)) inSight(here);
    }
    this.progress.textContent = this.progress.dataset.sentence
      .replace("%(reached)s", this.place.reached + 1)
      .replace("%(all)s", all)
      .replace("%(marked)s", this.marked);
  }

  click(event) {
    const link = event.target.closest("a");
    if (!link) return;
    event.preventDefault();
    const number = Number(link.dataset.row);
    pane.focus({ preventScroll: true });
    if (!coarse.matches) this.words.toBlock(number); // a finger came to read: a selection would bring up the labels
    this.place.go(number); // last: its top, not its first sentence, is what is brought
  }
}

function entryOf(row, number) {
  const item = document.createElement("li");
  item.className = row.className.replace("row", "");
  item.classList.toggle("aside", "aside" in row.dataset);
  const link = document.createElement("a");
  link.href = `#${row.id}`;
  link.dataset.row = number;
  const text = row.querySelector(".text");
  const name = document.createElement("span");
  name.textContent = text.textContent.slice(0, WORDS);
  name.dir = row.dir;
  name.lang = text.lang;
  const count = document.createElement("b");
  count.textContent = number + 1;
  const labels = document.createElement("span");
  labels.className = "labels";
  link.append(count, name, labels);
  item.append(link);
  return item;
}

/** For each row: how often each label lies in it, by the class of its swatch, and whether a span of one's own does. */
function marksOf(rows) {
  const found = rows.map(() => ({ labels: new Map(), mine: false }));
  const starts = rows.map((row) => Number(row.querySelector(".text").dataset.start));
  for (const tag of pane.querySelectorAll(".tag")) {
    const { className: label, textContent: name } = tag.querySelector("span");
    for (const at of rowsOf(tag, starts)) {
      const { labels } = found[at];
      labels.set(label, { name, count: (labels.get(label)?.count ?? 0) + 1 });
      found[at].mine ||= "mine" in tag.dataset;
    }
  }
  return found;
}

function rowsOf(tag, starts) {
  const rows = new Set();
  for (const range of tag.dataset.extent.split(",")) {
    const [start, end] = range.split("-").map(Number);
    let at = starts.findLastIndex((first) => first <= start);
    for (; at < starts.length && starts[at] < end; at += 1) rows.add(at);
  }
  return rows;
}

function labelled(entry, labels) {
  const shown = entry.querySelector(".labels");
  const words = document.createElement("span");
  words.className = "unseen";
  words.textContent = Array.from(labels.values(), ({ name, count }) => `, ${name} ${count}`).join("");
  const swatches = Array.from(labels.keys(), (label) => {
    const swatch = document.createElement("i");
    swatch.className = `swatch ${label}`;
    return swatch;
  });
  shown.replaceChildren(...swatches, words);
}

function inSight(entry) {
  const panel = document.getElementById("panel");
  const [box, frame] = [entry.getBoundingClientRect(), panel.getBoundingClientRect()];
  if (box.top < frame.top + 60 || box.bottom > frame.bottom) panel.scrollTop += box.top - frame.top - frame.height / 3;
}
