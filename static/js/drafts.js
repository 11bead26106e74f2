/* Comments that are not sent yet: kept in this browser, span by span, until they are. */

/** Remembers what is typed into the panel's comment fields, and puts it back when the span is shown again. */
export class Drafts {
  constructor(person) {
    this.person = person;
    document.addEventListener("input", (event) => event.target.matches("#span textarea[data-calls]") && this.keep(event.target));
  }

  keep(field) {
    if (field.value.trim() && field.value !== field.defaultValue) localStorage.setItem(this.place(field), field.value);
    else this.drop(field);
  }

  /** It was sent, or given up. */
  drop(field) {
    localStorage.removeItem(this.place(field));
  }

  /** Into the fields of a panel that has just come. */
  fill(panel) {
    for (const field of panel.querySelectorAll("textarea[data-calls]")) {
      const kept = localStorage.getItem(this.place(field, panel));
      if (kept === null) continue;
      field.value = kept;
      const folded = field.closest("details");
      if (folded) folded.open = true;
    }
  }

  place(field, panel = field.closest("#span")) {
    return `annotate:draft:${this.person}:${panel.dataset.span}:${field.id}`;
  }
}
