/* Short-lived paint that changes no text: what is pending, refused, under the cursor. */

import { pane } from "./parts.js";
import { blocksOf, rangeIn } from "./selection.js";

const wanted = new Map();
const TRANSPARENT = "rgba(0, 0, 0, 0)";
const UNSEEN = 250; // ms: a page that nobody looks at is not painted

/** Settles once what is there is painted. */
export function painted() {
  return new Promise((done) => {
    requestAnimationFrame(() => setTimeout(done));
    setTimeout(done, UNSEEN);
  });
}

/** Where what is inside a block does not inherit its highlights, each element there gets its own. Once, as the page opens. */
export function giveHighlights() {
  const inside = pane.querySelector(".text > *");
  if (inside && getComputedStyle(inside, "::highlight(pending)").backgroundColor === TRANSPARENT) {
    pane.classList.add("own-highlights");
  }
}

/** Paint extents [[[start, end], …], …] under a name that the stylesheet knows, with the next frame; none takes it away. */
export function paint(name, extents) {
  if (typeof Highlight !== "function" || !CSS.highlights) return;
  if (!wanted.size) requestAnimationFrame(paintWanted);
  wanted.set(name, extents);
}

function paintWanted() {
  let blocks = null; // a long page has many: looked up only for what is to be painted
  for (const [name, extents] of wanted) {
    const ranges = extents.flat().map(([start, end]) => rangeIn((blocks ??= blocksOf(pane)), start, end)).filter(Boolean);
    if (ranges.length) CSS.highlights.set(name, new Highlight(...ranges));
    else CSS.highlights.delete(name);
  }
  wanted.clear();
}
