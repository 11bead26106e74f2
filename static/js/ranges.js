/* Arithmetic on extents [[start, end], …] in code points. Pure but for the text it is given. */

import { trim } from "./selection.js";

/** An extent and one more range: sorted, what touches or overlaps made one. */
export function joined(extent, range) {
  const found = [];
  for (const [start, end] of [...extent, range].sort((one, other) => one[0] - other[0])) {
    const last = found.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else found.push([start, end]);
  }
  return found;
}

/** An extent without what lies in a range; it may fall into more pieces, or be empty. */
export function without(extent, [start, end]) {
  const pieces = extent.flatMap(([from, to]) => [
    [from, Math.min(to, start)],
    [Math.max(from, end), to],
  ]);
  return pieces.filter(([from, to]) => from < to);
}

/** Each range without white space at its borders; ranges of nothing else fall away. */
export function trimmed(blocks, extent) {
  return extent.map(([start, end]) => trim(blocks, start, end)).filter(([start, end]) => start < end);
}
