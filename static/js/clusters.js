/* The clusters of an article in review: which one is in focus, in the list, in the text, in the forms that decide it. */

import { paint } from "./paint.js";
import { announce, pane, sheet, textTop } from "./parts.js";
import { covered } from "./rails.js";
import { bring } from "./sight.js";

const FOOT = 80; // px at the foot of the window in which words count as out of sight

/** At most one cluster is in focus. `onFocus(item)` hears of another one. */
export class Clusters {
  constructor({ onFocus }) {
    this.onFocus = onFocus;
    this.panel = document.querySelector(".panel");
    this.lit = [];
    this.item = document.querySelector(".cluster.current");
    this.read();
  }

  /** The list and the marks of each span, read again after either was replaced. */
  read() {
    this.items = Array.from(document.querySelectorAll(".cluster"));
    this.marks = new Map();
    for (const mark of pane.querySelectorAll("mark[data-spans], .tag[data-span]")) {
      for (const id of (mark.dataset.spans ?? mark.dataset.span).split(" ")) {
        if (!this.marks.has(id)) this.marks.set(id, []);
        this.marks.get(id).push(mark);
      }
    }
    this.focus(this.items.find((item) => item.dataset.cluster === this.id) ?? this.items[0] ?? null, { still: true });
  }

  get id() {
    return this.item?.dataset.cluster ?? null;
  }

  /** Focus a cluster. `still`: nothing scrolls, nothing is said. */
  focus(item, { still = false } = {}) {
    const other = item !== this.item;
    this.item?.classList.remove("current");
    for (const mark of this.lit) mark.classList.remove("f");
    this.item = item;
    this.lit = [];
    if (!item) return;
    item.classList.add("current");
    for (const id of item.dataset.spans.split(" ")) {
      for (const mark of this.marks.get(id) ?? []) this.lit.push(mark);
      for (const text of covered(pane, id)) this.lit.push(text);
    }
    for (const mark of this.lit) mark.classList.add("f");
    paint("decided", item.dataset.gold.split(" ").filter(Boolean).map(ranges));
    this.onFocus(item, { other });
    if (still) return;
    this.show(item);
    announce(item.querySelector(".cluster-open").textContent.replace(/\s+/g, " ").trim());
    history.replaceState(null, "", `?cluster=${this.id}`);
  }

  /** Bring it into sight, in the list and in the text, and move neither where it is. */
  show(item) {
    const lit = this.lit.find((mark) => mark.matches("mark, .text, .chunk"));
    const words = lit?.getBoundingClientRect();
    const line = item.getBoundingClientRect();
    const box = this.panel.getBoundingClientRect();
    const top = box.top + (this.panel.querySelector(".benches")?.offsetHeight ?? 0);
    const floor = sheet.matches ? box.top : window.innerHeight;
    if (line.top < top) this.panel.scrollTop += line.top - top;
    else if (line.bottom > box.bottom) this.panel.scrollTop += Math.min(line.bottom - box.bottom, line.top - top);
    if (words && (words.top < textTop() + 8 || words.bottom > floor - FOOT)) {
      bring(lit, () => textTop() + (floor - textTop()) / 3);
    }
  }

  /** The next one, or the one before; with `only`, the next of that outcome. Whether there was one. */
  walk(step, only = "") {
    const at = this.items.indexOf(this.item);
    for (let n = 1; n <= this.items.length; n += 1) {
      const next = this.items[(at + step * n + this.items.length * n) % this.items.length];
      if (only && !next.classList.contains(only)) continue;
      this.focus(next);
      return true;
    }
    return false;
  }

  /** The cluster that one of these spans is in. */
  holding(ids) {
    return this.items.find((item) => item.dataset.spans.split(" ").some((id) => ids.includes(id)));
  }
}

/** [[start, end], …] of `120-138,150-160`. */
function ranges(written) {
  return written.split(",").map((pair) => pair.split("-").map(Number));
}
