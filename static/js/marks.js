/* What one does to spans: each deed becomes a write in the outbox. */

import { article, labelButton, lens, pane, url } from "./parts.js";
import { joined, trimmed, without } from "./ranges.js";
import { blocksOf, textBetween } from "./selection.js";

/** Marking, relabelling, moving, deleting. */
export class Marks {
  constructor({ outbox, words, labels, focus }) {
    Object.assign(this, { outbox, words, labels, focus });
    this.made = null; // the span made last, for what is said of it right after
  }

  /** Put a write in the outbox. `extent` is painted as pending, `said` names it in a refusal, `span` chains versions. */
  send(address, fields, { extent = null, said = "", span = null } = {}) {
    this.focus.giveWay();
    return this.outbox.put({ url: `${address}${lens}`, fields, article, extent, said, span });
  }

  /** Mark what is selected. */
  mark(key) {
    const button = labelButton(key);
    if (!this.words.selected || !button) return;
    const { start, end, quote } = this.words.selected;
    const fields = [["label", key], ["extent", `${start}-${end}`], ["quote", quote]];
    this.send(`${url}spans/add/`, fields, { extent: [[start, end]], said: button.dataset.name });
    this.letGo();
    this.words.cursor.place(start, end);
  }

  /** A label's key or button: mark what is selected, else relabel the chosen span, else arm the label. */
  use(key) {
    if (!labelButton(key)) return;
    if (this.words.selected) this.mark(key);
    else if (this.focus.own()) this.change([["label", key]]);
    else this.labels.arm(key);
  }

  /** Change the chosen span where it is one's own. */
  change(fields, { extent = null } = {}) {
    const own = this.focus.own();
    if (own) this.send(`${url}spans/${own.id}/change/`, [["version", own.version], ...fields], { extent, span: own.id });
  }

  /** Delete the chosen span; false where there is none of one's own, or nothing may be changed. */
  remove() {
    const own = this.focus.own();
    if (!own || document.getElementById("why-not")) return false;
    this.send(`${url}spans/${own.id}/delete/`, [["version", own.version]], { span: own.id });
    this.focus.choose(null);
    return true;
  }

  /** Add the selected words to the chosen span (add), cut them out of it (cut), make it lie there alone (set). */
  changeRanges(deed, range = this.words.selected && [this.words.selected.start, this.words.selected.end]) {
    const own = this.own();
    if (!own || !range) return false;
    const blocks = blocksOf(pane);
    const changed = { add: () => joined(own.extent, range), cut: () => without(own.extent, range), set: () => [range] };
    const extent = trimmed(blocks, changed[deed]());
    if (!extent.length) return false;
    const quotes = extent.map(([start, end]) => ["quote", textBetween(blocks, start, end)]);
    this.change([["extent", extent.map((pair) => pair.join("-")).join(",")], ...quotes], { extent });
    this.letGo();
    return true;
  }

  /** The chosen span where it is one's own; where none is chosen, the one made last. */
  own() {
    if (!this.focus.id && this.made) this.focus.choose(this.made);
    return this.focus.own();
  }

  /** Nothing selected, no menu. */
  letGo() {
    this.words.clear();
    this.labels.hide();
  }
}
