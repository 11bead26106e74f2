/* Short-lived paint that changes no text: what is pending, refused, under the cursor. */

import { pane } from "./parts.js";
import { blocksOf, rangeOf } from "./selection.js";

/** Paint extents [[[start, end], …], …] under a name that the stylesheet knows; none takes it away. */
export function paint(name, extents) {
  if (typeof Highlight !== "function" || !CSS.highlights) return;
  const blocks = extents.length ? blocksOf(pane) : [];
  const ranges = extents.flat().map(([start, end]) => rangeOf(pane, start, end, blocks)).filter(Boolean);
  if (ranges.length) CSS.highlights.set(name, new Highlight(...ranges));
  else CSS.highlights.delete(name);
}
