/* The words that are selected, and the reading cursor that selects them by key. */

import { counted } from "./counted.js";
import { Cursor } from "./cursor.js";
import { paint } from "./paint.js";
import { announce, pane } from "./parts.js";
import { blocksOf, extentOf, rangeOf, textBetween } from "./selection.js";
import { bringIntoSight } from "./sight.js";

const SNAP = "annotate:snap";
const NEAR = 60; // code points around an end, enough for any cluster
const HEARD = 300; // UTF-16 units of a selection that are read out

/** What is selected now, in the page and in code points. */
export class Words {
  constructor() {
    this.selected = null; // {start, end, quote}
    this.cursor = new Cursor({ sentences: [], words: [] });
    this.byKey = false; // whether keys, not the pointer, brought the cursor where it is
    this.snap = document.getElementById("snap");
    this.snap.checked = localStorage.getItem(SNAP) !== "off";
    this.snap.addEventListener("change", () => localStorage.setItem(SNAP, this.snap.checked ? "on" : "off"));
  }

  /** The sentences and words of the article, for the keys and for whole words. */
  async load(address) {
    const answer = await fetch(address);
    this.cursor.units = await answer.json();
  }

  /** Select from code point to code point. */
  select(start, end) {
    const range = rangeOf(pane, start, end);
    if (!range) return;
    const selection = document.getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
    this.read({ widen: false });
  }

  /** See what the page has selected, by whatever means; widened to whole words where the person wants that. */
  read({ widen = true } = {}) {
    const range = selectedRange();
    const words = widen && this.snap.checked ? this.cursor.units.words : null;
    this.selected = range && range.intersectsNode(pane) && touches(range) ? extentOf(pane, range, words) : null;
    return this.selected;
  }

  /** Select nothing. */
  clear() {
    this.selected = null;
    document.getSelection().removeAllRanges();
  }

  /** Whether the page has words of the text selected, read or not. */
  isInText() {
    const range = selectedRange();
    return Boolean(range && touches(range));
  }

  /** Paint the cursor where keys have brought it: it stays in sight when the selection goes elsewhere. */
  light() {
    paint("cursor", this.byKey && this.cursor.extent ? [[this.cursor.extent]] : []);
  }

  /** From here on the pointer leads; there is no cursor to be seen. */
  pointed() {
    this.byKey = false;
    this.light();
  }

  /** How many words lie in [start, end), whole or in part. */
  count(start, end) {
    const { words } = this.cursor.units;
    let found = 0;
    for (let at = 0; at < words.length && words[at] < end; at += 2) found += words[at + 1] > start ? 1 : 0;
    return found;
  }

  /** Where reading is: the selection's start, or the cursor's, or the beginning. */
  get place() {
    return this.selected?.start ?? this.cursor.extent?.[0] ?? 0;
  }

  /** One sentence or word on or back; with `extend` the selection grows to there. */
  step(kind, by, extend) {
    if (this.selected && !this.cursor.extent) this.cursor.place(this.selected.start, this.selected.end);
    const extent = this.cursor.move(kind, by, extend);
    if (extent) this.show(extent);
  }

  /** To the first or last word of the block; with `extend`, select up to its edge. */
  toEdge(last, extend) {
    const at = this.cursor.extent ?? (this.selected ? [this.selected.start, this.selected.end] : [0, 0]);
    const blocks = blocksOf(pane);
    const block = blocks.find((one) => one.end > at[0]) ?? blocks[0];
    if (!block) return;
    if (extend) this.go(last ? [at[0], block.end] : [block.start, at[1]]);
    else {
      const word = this.cursor.edge("words", block, last);
      if (word) this.go(word);
    }
  }

  /** To the first sentence of a block, by its number. */
  toBlock(number) {
    const block = blocksOf(pane)[number];
    const sentence = block && this.cursor.edge("sentences", block, false);
    if (sentence) this.go(sentence);
  }

  /** The selection's end one character, as people see characters, on or back. */
  nudge(by) {
    if (!this.cursor.extent) return;
    const [start, end] = this.cursor.extent;
    const base = Math.max(0, end - NEAR);
    const clusters = new Intl.Segmenter(undefined, { granularity: "grapheme" });
    const borders = [base];
    for (const { segment } of clusters.segment(textBetween(blocksOf(pane), base, end + NEAR))) {
      borders.push(borders.at(-1) + Array.from(segment).length);
    }
    const next = by > 0 ? borders.find((border) => border > end) : borders.findLast((border) => border < end);
    if (next !== undefined && next > start) this.go([start, next]);
  }

  /** +1 or -1 for an arrow to the right: in a line that runs right to left it goes back. */
  forward(by) {
    const block = blocksOf(pane).find((one) => one.end > this.place);
    return block?.element.parentElement.dir === "rtl" ? -by : by;
  }

  go([start, end]) {
    this.cursor.place(start, end);
    this.show([start, end]);
  }

  show([start, end]) {
    this.select(start, end);
    if (!this.selected) return;
    bringIntoSight(rangeOf(pane, start, end));
    this.byKey = true;
    this.light();
    announce(this.sentence());
  }

  /** What is selected, in words: “7 words selected: …”. */
  sentence() {
    const { start, end, quote } = this.selected;
    const count = this.count(start, end);
    const said = quote.length > HEARD ? `${quote.slice(0, HEARD)}…` : quote;
    return counted(document.getElementById("announce"), "selected", count).replace("%(quote)s", () => said);
  }
}

function selectedRange() {
  const selection = document.getSelection();
  const range = selection.rangeCount ? selection.getRangeAt(0) : null;
  return range && !range.collapsed ? range : null;
}

function touches(range) {
  return pane.contains(range.startContainer) || pane.contains(range.endContainer);
}
