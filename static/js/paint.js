/* Short-lived paint that changes no text: what is pending, refused, under the cursor. */

import { pane } from "./parts.js";
import { rangeOf } from "./selection.js";

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

/** Paint extents [[[start, end], …], …] under a name that the stylesheet knows; none takes it away. Once for all that is
    said in one go, and not with the frame, which has enough to do. */
export function paint(name, extents) {
  if (typeof Highlight !== "function" || !CSS.highlights) return;
  if (!wanted.size) queueMicrotask(paintWanted);
  wanted.set(name, extents);
}

function paintWanted() {
  for (const [name, extents] of wanted) {
    const ranges = extents.flat().map(([start, end]) => rangeOf(pane, start, end)).filter(Boolean);
    if (ranges.length) CSS.highlights.set(name, new Highlight(...ranges));
    else CSS.highlights.delete(name);
  }
  wanted.clear();
}
