/* UTF-16 units, as the browser counts, <-> code points, as the rest of the world does. Pure. */

const PAIR = /[\ud800-\udbff][\udc00-\udfff]/g;
const HAS_PAIR = /[\ud800-\udbff]/;

/** How many code points a string has. */
export function countPoints(text) {
  return HAS_PAIR.test(text) ? text.length - (text.match(PAIR)?.length ?? 0) : text.length;
}

/** How many code points stand before UTF-16 unit `unit`; inside a pair it counts as before the pair. */
export function pointsBefore(text, unit) {
  if (!HAS_PAIR.test(text)) return Math.min(unit, text.length);
  const head = text.slice(0, unit);
  const cut = /[\ud800-\udbff]$/.test(head) && /^[\udc00-\udfff]/.test(text.slice(unit, unit + 1));
  return countPoints(cut ? head.slice(0, -1) : head);
}

/** The UTF-16 unit at which code point number `points` begins. */
export function unitAt(text, points) {
  if (!HAS_PAIR.test(text)) return Math.min(points, text.length);
  let unit = 0;
  for (let left = points; left > 0 && unit < text.length; left -= 1) {
    unit += text.codePointAt(unit) > 0xffff ? 2 : 1;
  }
  return unit;
}
