/* Mark in one paragraph without selecting in the text: a dialog with a copy of it, in a field that can be walked and
   selected in as any other. It is the way for screen readers, whose own cursor sends the text no keys. */

import { announce, pane } from "./parts.js";
import { countPoints } from "./points.js";

/** The dialog. What is saved goes the same way as every mark. */
export class Paragraph {
  constructor({ words, marks }) {
    Object.assign(this, { words, marks });
    this.dialog = document.getElementById("paragraph");
    this.copy = document.getElementById("paragraph-copy");
    this.refusal = document.getElementById("paragraph-refused");
    this.row = null;
    if (!this.dialog) return; // nothing may be marked here now
    document.addEventListener("click", (event) => this.click(event));
    this.copy.addEventListener("beforeinput", (event) => event.preventDefault());
    this.dialog.addEventListener("submit", (event) => this.submit(event));
    this.dialog.addEventListener("close", () => this.back());
  }

  click(event) {
    const link = event.target.closest(".to-mark");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.open(link.closest(".row"));
  }

  open(row) {
    const text = row.querySelector(".text");
    this.row = row.id;
    this.copy.value = text.textContent;
    this.copy.lang = text.lang;
    this.copy.dir = row.dir;
    this.refuse("");
    this.dialog.showModal();
    this.copy.focus();
    this.copy.setSelectionRange(0, 0);
  }

  submit(event) {
    if (event.submitter?.value !== "save") return;
    const { selectionStart, selectionEnd, value } = this.copy;
    const label = this.dialog.querySelector('input[name="paragraph-label"]:checked');
    const selected = value.slice(selectionStart, selectionEnd);
    if (!selected.trim() || !label) {
      event.preventDefault();
      this.refuse(this.refusal.dataset[label ? "words" : "label"]);
      (label ? this.copy : this.dialog.querySelector('input[name="paragraph-label"]')).focus();
      return;
    }
    const base = Number(document.querySelector(`#${this.row} .text`).dataset.start);
    const start = base + countPoints(value.slice(0, selectionStart));
    this.words.select(start, start + countPoints(selected));
    this.marks.mark(label.value);
  }

  refuse(sentence) {
    this.refusal.textContent = sentence;
    this.refusal.hidden = !sentence;
  }

  /** Back to where one came from. */
  back() {
    const row = document.getElementById(this.row);
    (row?.querySelector(".to-mark") ?? pane).focus();
    announce("");
  }
}
