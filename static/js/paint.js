/* Short-lived paint that changes no text: what is pending, refused, under the cursor. */

import { pane } from "./parts.js";
import { blocksOf, rangeIn } from "./selection.js";

const wanted = new Map();

/** Paint extents [[[start, end], …], …] under a name that the stylesheet knows, with the next frame; none takes it away. */
export function paint(name, extents) {
  if (typeof Highlight !== "function" || !CSS.highlights) return;
  if (!wanted.size) requestAnimationFrame(paintWanted);
  wanted.set(name, extents);
}

function paintWanted() {
  const blocks = blocksOf(pane);
  for (const [name, extents] of wanted) {
    const ranges = extents.flat().map(([start, end]) => rangeIn(blocks, start, end)).filter(Boolean);
    if (ranges.length) CSS.highlights.set(name, new Highlight(...ranges));
    else CSS.highlights.delete(name);
  }
  wanted.clear();
}
