/* Bringing a place of the text before the eyes. On a long page rows are laid out only when they come near, in the frames
   that follow, and move what stands below them: a place is brought back until it rests. */

import { isInSight, scrollNow, textTop } from "./parts.js";

const REST = 300; // ms that a place stays where it was brought, until it counts as being there
const MOST = 2000; // ms after which it is left where it is
const MARGIN = 12; // px between the bar and what is brought under it

let turn = 0; // whoever brings another place, and a reader who moves the page, ends what is under way

for (const type of ["wheel", "touchstart", "pointerdown", "keydown"]) {
  window.addEventListener(type, () => (turn += 1), { capture: true, passive: true });
}

/** An element or a range into the middle of the window, where it is not in sight. */
export function bringIntoSight(place) {
  if (!isInSight(place.getBoundingClientRect())) bringToMiddle(place);
}

/** An element or a range to the middle of the window; what is higher than half of it, to a quarter. */
export function bringToMiddle(place) {
  bring(place, ({ height }) => Math.max(window.innerHeight / 4, (window.innerHeight - height) / 2));
}

/** An element or a range to under the bar. */
export function bringToTop(place) {
  bring(place, () => textTop() + MARGIN);
}

/** An element or a range to where on the screen its top is wanted: `wanted(box)` in px. */
export function bring(place, wanted) {
  const mine = ++turn;
  const began = performance.now();
  let rested = began;
  const look = () => {
    if (mine !== turn || !stands(place)) return;
    const box = place.getBoundingClientRect();
    const [off, before, now] = [box.top - wanted(box), window.scrollY, performance.now()];
    if (Math.abs(off) > 1) scrollNow(off);
    if (window.scrollY !== before) rested = now;
    if (now - rested < REST && now - began < MOST) requestAnimationFrame(look);
  };
  look();
}

function stands(place) {
  return place instanceof Range ? !place.collapsed : place.isConnected;
}
