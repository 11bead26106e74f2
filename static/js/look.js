/* How the text is set: its size, the length of its lines, spans shown or not. The stylesheet knows the words. */

import { announce, desk } from "./parts.js";

const PLAIN = "annotate:plain";

/** Size and length of lines are the person's, on every device; reading without spans is this browser's. */
export class Look {
  constructor({ place }) {
    this.place = place;
    this.lanes = document.getElementById("lanes");
    this.form = document.getElementById("look-form");
    this.lanes.addEventListener("change", () => this.setPlain(!this.lanes.checked));
    this.form.addEventListener("change", () => this.choose());
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.choose();
    });
    if (localStorage.getItem(PLAIN) === "on") this.setPlain(true);
  }

  /** Show spans, or read without them. */
  toggle() {
    this.setPlain(this.lanes.checked);
    announce(`${this.lanes.parentElement.textContent.trim()}: ${this.lanes.checked ? "✓" : "–"}`);
  }

  setPlain(plain) {
    this.lanes.checked = !plain;
    localStorage.setItem(PLAIN, plain ? "on" : "off");
    this.place.hold(() => desk.classList.toggle("plain", plain));
  }

  choose() {
    const fields = new FormData(this.form);
    this.place.hold(() => {
      document.documentElement.dataset.textSize = fields.get("text_size");
      document.documentElement.dataset.measure = fields.get("measure");
    });
    fetch(this.form.getAttribute("action"), { method: "POST", body: fields, headers: { "HX-Request": "true" } }).catch(
      () => {}, // it holds on this page; the next choice is sent anew
    );
  }
}
