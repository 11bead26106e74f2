/* Mouse and fingers: selecting words, pointing at spans, pressing labels. */

import { announce, coarse, pane, sentence } from "./parts.js";

const KEEPS_WORDS = ".key, [data-range], [data-drop-range], #fold, .panel-tabs button";
const CONTROLS = "button, a, summary, input, select, textarea, dialog, .label-menu";
const SETTLED = 250; // ms without a change: the finger is done with the handles

/** Wires the pointer to words, labels, marks, the span in focus and the panel. */
export class Pointer {
  constructor({ words, labels, marks, focus, panel, answers, links }) {
    Object.assign(this, { words, labels, marks, focus, panel, answers, links });
    // Buttons must not take the selection away from the words.
    for (const type of ["pointerdown", "mousedown"]) {
      document.addEventListener(type, (event) => event.target.closest(KEEPS_WORDS) && event.preventDefault());
    }
    document.addEventListener("mousedown", (event) => {
      this.answers.drag(event.button === 0 && pane.contains(event.target));
      if (pane.contains(event.target)) this.words.pointed();
    });
    document.addEventListener("mouseup", (event) => this.up(event));
    document.addEventListener("keydown", () => this.finish(), true);
    document.addEventListener("selectionchange", () => this.touch());
    document.addEventListener("pointerdown", (event) => {
      this.pressing = Boolean(event.target.closest(KEEPS_WORDS));
    });
    for (const type of ["click", "pointercancel"]) {
      document.addEventListener(type, () => setTimeout(() => (this.pressing = false)));
    }
    document.addEventListener("click", (event) => this.click(event));
  }

  /** The selection is final only after this event; rows that waited come after it was read. A page that is busy hears
      of a key before its own timers: so a key that follows is heard after this, too. */
  up(event) {
    const whole = !event.altKey;
    this.finish();
    this.rest = () => {
      if (!event.target.closest(CONTROLS)) {
        if (this.words.isInText()) this.settle(whole);
        else if (pane.contains(event.target)) this.pointAt(event.target);
        else this.labels.hide();
      }
      this.answers.drag(false);
    };
    setTimeout(() => this.finish());
  }

  /** What is still to be done of a button let go. */
  finish() {
    const { rest } = this;
    this.rest = null;
    rest?.();
  }

  /** The words are chosen: mark with the armed label, or offer the labels. */
  settle(whole) {
    const selected = this.words.read({ widen: whole });
    if (!selected) {
      this.labels.hide();
      return;
    }
    this.words.select(selected.start, selected.end);
    this.words.cursor.place(selected.start, selected.end);
    if (this.labels.armed) this.marks.mark(this.labels.armed);
    else this.labels.offer(this.words.selected);
  }

  /** A click without a selection: the span there, the next of a stack at the next click; on bare text, none. */
  pointAt(target) {
    this.words.selected = null;
    this.labels.hide();
    const piece = target.closest(".text [data-start]");
    if (!piece) {
      if (target.closest(".text") && !this.links.open) this.focus.choose(null);
      return;
    }
    const ids = this.focus.at(Number(piece.dataset.start));
    if (this.links.open) {
      this.links.aimAmong(ids);
      return;
    }
    this.focus.choose(ids.length ? ids[(ids.indexOf(this.focus.id) + 1) % ids.length] : null);
    this.focus.stack(ids);
  }

  /** Fingers select with the system's handles; their menu stays alone. A finger that comes down on a label may take the
      selection away before the label hears of it: what was read last holds until then. */
  touch() {
    if (!coarse.matches) return;
    clearTimeout(this.touched);
    this.touched = setTimeout(() => {
      if (this.pressing) return;
      if (!this.words.read()) this.labels.hide();
      else if (!this.labels.armed) this.labels.offer(this.words.selected);
    }, SETTLED);
  }

  click(event) {
    const tag = event.target.closest(".tag[data-span]");
    const label = event.target.closest(".key[data-label-key]");
    const range = event.target.closest("[data-range]");
    const dropped = event.target.closest("[data-drop-range]");
    if (tag && this.links.open && pane.contains(tag)) {
      event.preventDefault();
      this.links.aim(tag.dataset.span);
    } else if (tag) {
      event.preventDefault();
      this.focus.choose(tag.dataset.span, { scroll: true });
      this.panel.reveal("span");
    } else if (label) {
      this.marks.use(label.dataset.labelKey);
    } else if (range) {
      if (!this.marks.changeRanges(range.dataset.range)) announce(sentence("select"));
    } else if (dropped) {
      this.marks.changeRanges("cut", dropped.dataset.dropRange.split("-").map(Number));
    }
  }
}
