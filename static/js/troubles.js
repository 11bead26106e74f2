/* What was refused stays in sight, with its reason, until somebody tries again or lets it go. */

import { paint } from "./paint.js";
import { sentence } from "./parts.js";

/** The list of refusals above the text. */
export class Troubles {
  constructor({ again }) {
    this.again = again;
    this.list = document.getElementById("troubles");
    this.entries = new Map();
  }

  get any() {
    return this.entries.size > 0;
  }

  /** A write of the outbox, and why it was refused. */
  add(entry, why) {
    const item = document.createElement("li");
    item.className = "error";
    const words = document.createElement("span");
    words.setAttribute("role", "alert");
    words.textContent = `${entry.said ? `${entry.said}: ` : ""}${why}`;
    const again = makeButton(sentence("again"), () => {
      this.drop(item);
      this.again(entry);
    });
    item.append(words, " ", again, " ", makeButton(sentence("drop"), () => this.drop(item)));
    this.list.append(item);
    this.entries.set(item, entry);
    this.paint();
  }

  drop(item) {
    this.entries.delete(item);
    item.remove();
    this.paint();
  }

  /** The words of each refusal, in the text; again after a swap. */
  paint() {
    paint("refused", Array.from(this.entries.values(), (entry) => entry.extent).filter(Boolean));
  }
}

function makeButton(name, press) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = name;
  button.addEventListener("click", press);
  return button;
}
