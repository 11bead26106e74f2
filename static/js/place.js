/* Where one reads: the row at the top of the window, the furthest row that was read, where one left off last time. */

import { article, desk, pane, scrollNow, textTop } from "./parts.js";
import { bringToTop } from "./sight.js";

const READ = 1000; // ms that the end of a row stays in sight until it counts as reached
const SETTLED = 400; // ms without scrolling until the place is kept
const KEPT = 300; // articles whose place this browser remembers for a person

/** Knows `row`, the number of the row one reads, and `reached`, that of the furthest one read (-1: none). */
export class Place {
  constructor() {
    this.key = `annotate:places:${desk.dataset.person}`;
    const kept = this.all()[article];
    this.before = kept?.row ?? 0;
    this.reached = Math.min(kept?.reached ?? -1, pane.children.length - 1);
    this.row = 0;
    this.moved = false;
  }

  /** Watch scrolling; `onMove()` hears of a new row and of a new end of what was reached. */
  watch(onMove) {
    this.onMove = onMove;
    const scrolled = () => {
      this.moved = true;
      this.scrolled();
    };
    window.addEventListener("scroll", scrolled, { passive: true });
    window.addEventListener("resize", () => this.scrolled());
    window.addEventListener("pagehide", () => this.keep());
    this.look();
  }

  /** The number of the first row whose end lies below a height on the screen; the last where none does. */
  rowBelow(height) {
    const rows = pane.children;
    let low = 0;
    let high = rows.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (rows[middle].getBoundingClientRect().bottom > height) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  scrolled() {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null;
      this.look();
    });
  }

  look() {
    if (!pane.children.length) return;
    this.row = this.rowBelow(textTop() + 8);
    clearTimeout(this.reading);
    clearTimeout(this.keeping);
    this.reading = setTimeout(() => this.read(), READ);
    this.keeping = setTimeout(() => this.keep(), SETTLED);
    this.onMove();
  }

  /** What was in sight for a while was read, so it is taken to be. */
  read() {
    if (document.visibilityState !== "visible") return;
    const below = this.rowBelow(window.innerHeight);
    const last = pane.children[below].getBoundingClientRect().bottom <= window.innerHeight ? below : below - 1;
    if (last <= this.reached) return;
    this.reached = last;
    this.keep();
    this.onMove();
  }

  /** Bring a row to the top of the window. */
  go(number) {
    const row = pane.children[number];
    if (row) bringToTop(row);
  }

  /** Do what changes heights, and leave the row that one reads where it is on the screen. */
  hold(change) {
    const row = pane.children[this.row];
    const before = row?.getBoundingClientRect().top ?? 0;
    change();
    if (row && window.scrollY > 0) scrollNow(row.getBoundingClientRect().top - before);
  }

  /** Remember the place. Who opens an article and leaves it at once has left off where they did before. */
  keep() {
    const all = this.all();
    delete all[article];
    all[article] = { row: this.moved ? this.row : this.before, reached: this.reached };
    try {
      localStorage.setItem(this.key, JSON.stringify(Object.fromEntries(Object.entries(all).slice(-KEPT))));
    } catch {
      /* storage is full or forbidden: next time one begins at the top */
    }
  }

  all() {
    try {
      return JSON.parse(localStorage.getItem(this.key) ?? "{}");
    } catch {
      return {};
    }
  }
}

/** Offers the way back to where one left off, and goes when it is no longer wanted. */
export function offerPlace(place) {
  const offer = document.getElementById("left-off");
  const [words, go, stay] = offer.children;
  const row = pane.children[place.before];
  if (!row || place.before === 0 || place.row >= place.before || location.search.includes("span=")) return;
  const said = document.createElement("bdi");
  const text = row.querySelector(".text");
  said.lang = text.lang;
  said.textContent = text.textContent.slice(0, 60);
  const [before, behind] = words.textContent.split("%(words)s");
  words.replaceChildren(before, said, behind);
  offer.hidden = false;
  const close = () => {
    offer.hidden = true;
    pane.focus({ preventScroll: true });
  };
  go.addEventListener("click", () => {
    place.go(place.before);
    close();
  });
  stay.addEventListener("click", close);
  const passed = () => {
    if (place.row < place.before) return;
    offer.hidden = true;
    window.removeEventListener("scroll", passed);
  };
  window.addEventListener("scroll", passed, { passive: true });
}
