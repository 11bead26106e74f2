/* The labels to mark with: the one that is armed, and the menu at the selection. */

import { coarse, desk, labelButton, pane } from "./parts.js";
import { rangeOf } from "./selection.js";

/** At most one label is armed: whatever is selected next gets it. */
export class Labels {
  constructor() {
    this.armed = null;
    this.menu = document.getElementById("label-menu");
    this.menu.addEventListener("keydown", (event) => this.walk(event));
  }

  /** Arm a label by its key, or disarm it where it is armed. */
  arm(key) {
    this.armed = this.armed === key || !labelButton(key) ? null : key;
    for (const button of document.querySelectorAll("#labels .key")) {
      button.setAttribute("aria-pressed", String(button.dataset.labelKey === this.armed));
    }
    desk.classList.toggle("armed", Boolean(this.armed));
  }

  /** The single keys that press labels here. */
  keys() {
    return new Set(Array.from(document.querySelectorAll("#labels [data-press]"), (button) => button.dataset.press));
  }

  /** Offer the labels below the selected words; docked at the bottom where fingers point. */
  offer(selected) {
    const keys = document.querySelectorAll("#labels .key:not(:disabled)");
    if (!selected || !keys.length) return;
    this.menu.replaceChildren(...Array.from(keys, (key) => key.cloneNode(true)));
    this.menu.hidden = false;
    if (coarse.matches) return;
    const boxes = rangeOf(pane, selected.start, selected.end).getClientRects();
    const box = boxes[boxes.length - 1];
    const left = Math.min(box.left, window.innerWidth - this.menu.offsetWidth - 16);
    this.menu.style.setProperty("left", `${Math.max(8, left) + window.scrollX}px`);
    this.menu.style.setProperty("top", `${box.bottom + window.scrollY + 14}px`);
  }

  /** Into the menu, for keys. */
  enter(selected) {
    this.offer(selected);
    this.menu.querySelector("button")?.focus();
  }

  hide() {
    this.menu.hidden = true;
  }

  get open() {
    return !this.menu.hidden;
  }

  walk(event) {
    const buttons = Array.from(this.menu.querySelectorAll("button"));
    const at = buttons.indexOf(document.activeElement);
    if (event.key === "Escape") {
      this.hide();
      pane.focus({ preventScroll: true });
    } else if (/^Arrow/.test(event.key) && at >= 0) {
      const by = /Right|Down/.test(event.key) ? 1 : buttons.length - 1;
      buttons[(at + by) % buttons.length].focus();
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }
}
