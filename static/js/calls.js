/* Calling somebody in a comment: behind an @ the names of those who may see the span are offered. */

import { announce } from "./parts.js";

const BEGUN = /(?:^|[^\w.@+-])@([\w.@+-]*)$/u;
const MOST = 8;

/** Offers names under the comment that is being written. Arrows walk, Enter and Tab take, Escape closes. */
export class Calls {
  constructor() {
    this.list = document.createElement("ul");
    this.list.id = "calls";
    this.list.className = "calls";
    this.list.setAttribute("role", "listbox");
    this.field = null;
    document.addEventListener("input", (event) => event.target.matches("textarea[data-calls]") && this.offer(event.target));
    document.addEventListener("focusout", (event) => event.target === this.field && this.close());
    document.addEventListener("keydown", (event) => this.press(event), true);
    this.list.addEventListener("pointerdown", (event) => {
      event.preventDefault(); // the field keeps the focus
      const option = event.target.closest("[role=option]");
      if (option) this.take(option);
    });
  }

  offer(field) {
    const begun = BEGUN.exec(field.value.slice(0, field.selectionStart))?.[1].toLowerCase();
    const people = Array.from(document.getElementById(field.dataset.calls)?.options ?? []);
    const fitting = begun === undefined ? [] : people.filter(({ value, text }) =>
      value.toLowerCase().startsWith(begun) || text.toLowerCase().split(/\s+/).some((part) => part.startsWith(begun)));
    if (!fitting.length) {
      this.close();
      return;
    }
    this.field = field;
    this.list.replaceChildren(...fitting.slice(0, MOST).map(optionOf));
    this.list.setAttribute("aria-label", field.labels[0]?.textContent ?? "");
    field.after(this.list);
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-controls", this.list.id);
    this.point(this.list.firstElementChild);
    announce(fitting.slice(0, MOST).map(({ text }) => text).join(", "));
  }

  press(event) {
    if (!this.field || event.target !== this.field || event.isComposing) return;
    const options = Array.from(this.list.children);
    const at = options.findIndex((option) => option.ariaSelected === "true");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      this.point(options[(at + (event.key === "ArrowDown" ? 1 : options.length - 1)) % options.length]);
    } else if (event.key === "Enter" || event.key === "Tab") {
      this.take(options[at]);
    } else if (event.key === "Escape") {
      this.close();
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  point(chosen) {
    for (const option of this.list.children) option.ariaSelected = String(option === chosen);
    this.field.setAttribute("aria-activedescendant", chosen.id);
  }

  take(option) {
    const { field } = this;
    const at = field.selectionStart;
    const begun = BEGUN.exec(field.value.slice(0, at))?.[1] ?? "";
    field.setRangeText(`${option.dataset.username} `, at - begun.length, at, "end");
    this.close();
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }

  close() {
    this.list.remove();
    this.field?.removeAttribute("aria-activedescendant");
    this.field?.removeAttribute("aria-controls");
    this.field = null;
  }
}

function optionOf({ value, text }, number) {
  const option = document.createElement("li");
  option.id = `call-${number}`;
  option.role = "option";
  option.dataset.username = value;
  option.textContent = `${text} `;
  const name = document.createElement("span");
  name.className = "quiet";
  name.textContent = `@${value}`;
  option.append(name);
  return option;
}
