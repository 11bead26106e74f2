/* Find in the article: in its words, and in labels, people and notes of its spans. Ctrl+F stays the browser's. */

import { counted } from "./counted.js";
import { paint } from "./paint.js";
import { lens, pane, url } from "./parts.js";
import { countPoints } from "./points.js";
import { blocksOf, rangeOf } from "./selection.js";
import { bringIntoSight } from "./sight.js";

const MOST = 2000; // matches that are painted and walked
const TYPED = 150; // ms without a key until it looks
const SPECIAL = /[.*+?^${}()|[\]\\]/g;

/** A strip at the foot of the window. */
export class Finder {
  constructor({ focus, words, place }) {
    Object.assign(this, { focus, words, place });
    this.form = document.getElementById("find");
    this.field = document.getElementById("find-words");
    this.count = document.getElementById("find-count");
    this.forget();
    document.getElementById("find-open").addEventListener("click", () => this.open());
    document.getElementById("find-close").addEventListener("click", () => this.close());
    document.getElementById("find-back").addEventListener("click", () => this.walk(-1));
    this.field.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.find(), TYPED);
    });
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.walk(1);
    });
    this.form.addEventListener("keydown", (event) => this.press(event));
    pane.addEventListener("rows", () => this.paint());
  }

  open() {
    this.form.hidden = false;
    if (this.words.selected) this.field.value = this.words.selected.quote.slice(0, this.field.maxLength);
    this.field.focus();
    this.field.select();
    if (this.field.value) this.find();
  }

  /** What was found last stays selected, so that a label's key marks it. */
  close() {
    const match = this.matches[this.at];
    this.form.hidden = true;
    this.forget();
    this.paint();
    pane.focus({ preventScroll: true });
    if (match && !match.id) this.words.go([match.start, match.end]);
  }

  press(event) {
    if (event.key === "Escape") this.close();
    else if (event.key === "Enter" && event.shiftKey) this.walk(-1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  forget() {
    this.matches = [];
    this.at = -1;
    this.asked = "";
  }

  /** Look for what is typed; the first match is the first one after where one reads. */
  async find() {
    const wanted = this.field.value.trim();
    if (wanted === this.asked) return;
    this.forget();
    this.asked = wanted;
    const inText = wanted ? placesOf(wanted) : [];
    const ids = wanted ? await this.spansSaying(wanted) : [];
    if (this.asked !== wanted) return;
    const inSpans = ids.map((id) => ({ start: this.focus.extent(String(id))[0]?.[0], id: String(id) }));
    this.matches = [...inText, ...inSpans.filter(({ start }) => start !== undefined)];
    this.matches.sort((one, other) => one.start - other.start);
    this.paint();
    const from = Number(pane.children[this.place.row]?.querySelector(".text").dataset.start ?? 0);
    const next = this.matches.findIndex(({ start }) => start >= from);
    this.show(next < 0 ? 0 : next);
  }

  async spansSaying(words) {
    const query = new URLSearchParams(lens);
    query.set("words", words);
    const answer = await fetch(`${url}found.json?${query}`).catch(() => null);
    return answer?.ok ? (await answer.json()).spans.slice(0, MOST) : [];
  }

  async walk(by) {
    clearTimeout(this.timer);
    if (this.field.value.trim() !== this.asked) await this.find();
    else if (this.matches.length) this.show((this.at + by + this.matches.length) % this.matches.length);
  }

  show(at) {
    const match = this.matches[at];
    this.at = match ? at : -1;
    if (match?.id) this.focus.choose(match.id, { scroll: true });
    else if (match) bringIntoSight(rangeOf(pane, match.start, match.end));
    paint("found-here", match && !match.id ? [[[match.start, match.end]]] : []);
    this.count.textContent = this.sentence();
  }

  sentence() {
    const words = this.form.dataset;
    if (!this.asked) return "";
    if (!this.matches.length) return words.none;
    const spans = this.matches.filter(({ id }) => id).length;
    const inText = this.matches.length - spans;
    return words.count
      .replace("%(at)s", this.at + 1)
      .replace("%(all)s", this.matches.length)
      .replace("%(words)s", inText === MOST ? words.many.replace("%(all)s", MOST) : inText)
      .replace("%(spans)s", counted(this.form, "spans", spans));
  }

  /** Every match in the text; again after a swap. */
  paint() {
    const extents = this.matches.filter(({ id }) => !id).map(({ start, end }) => [start, end]);
    paint("found", extents.length ? [extents] : []);
    const match = this.matches[this.at];
    paint("found-here", match && !match.id ? [[[match.start, match.end]]] : []);
  }
}

/** Where the text says these words, block by block, case aside and any white space between them: {start, end}. */
function placesOf(words) {
  const pattern = words.split(/\s+/u).map((word) => word.replace(SPECIAL, "\\$&")).join("\\s+");
  const sought = new RegExp(pattern, "giu");
  const found = [];
  for (const { element, start } of blocksOf(pane)) {
    const text = element.textContent;
    let [unit, point] = [0, start];
    for (const match of text.matchAll(sought)) {
      point += countPoints(text.slice(unit, match.index));
      const end = point + countPoints(match[0]);
      found.push({ start: point, end });
      [unit, point] = [match.index + match[0].length, end];
      if (found.length === MOST) return found;
    }
  }
  return found;
}
