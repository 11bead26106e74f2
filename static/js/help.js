/* The help: every key, and another one for a single key. */

import { announce } from "./parts.js";

/** The dialog with the table of keys. */
export class Help {
  constructor(keymap) {
    this.keymap = keymap;
    this.dialog = document.getElementById("help");
    this.refusal = document.getElementById("key-refused");
    this.dialog.addEventListener("keydown", (event) => this.press(event));
    this.dialog.addEventListener("beforeinput", (event) => event.target.matches("[data-deed]") && event.preventDefault());
    document.getElementById("keys-reset").addEventListener("click", () => this.reset());
    this.show();
  }

  open() {
    this.refuse("");
    this.dialog.showModal();
  }

  /** A key pressed in a frame becomes the key of that row; Backspace and Delete bring the first one back. */
  press(event) {
    const field = event.target.closest("input[data-deed]");
    if (!field || event.ctrlKey || event.metaKey || event.isComposing) return;
    const first = event.key === "Backspace" || event.key === "Delete";
    if (!first && Array.from(event.key).length !== 1) return;
    event.preventDefault();
    const key = first ? null : event.key.toLowerCase();
    const reason = this.keymap.set(field.dataset.deed, key);
    this.refuse(reason ? this.refusal.dataset[reason].replace("%(key)s", key ?? "") : "");
    this.show();
    if (!reason) announce(`${field.getAttribute("aria-label")}: ${field.value}`);
  }

  refuse(sentence) {
    this.refusal.textContent = sentence;
    this.refusal.hidden = !sentence;
  }

  reset() {
    this.keymap.reset();
    this.refuse("");
    this.show();
    announce(this.refusal.dataset.reset);
  }

  /** The keys as they are now, in the table and on the controls. */
  show() {
    for (const field of this.dialog.querySelectorAll(".cap")) {
      field.value = this.keymap.keyOf(field.dataset.deed).toUpperCase();
    }
    this.name(document);
  }

  /** Tell assistive software which key presses a control; again for controls that came since. */
  name(root) {
    for (const control of root.querySelectorAll("[data-deed]:not(.cap)")) {
      const cap = control.querySelector("kbd");
      if (cap) cap.textContent = this.keymap.keyOf(control.dataset.deed).toUpperCase();
      control.setAttribute("aria-keyshortcuts", [this.keymap.keyOf(control.dataset.deed), control.dataset.chord].join(" ").trim());
    }
  }
}
