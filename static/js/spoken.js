/* Whether the text itself tells, where a span begins, its label and whose it is. The margin list tells it anyway. */

const SPOKEN = "annotate:spoken";

/** The switch for it. Rows come with the words; where a person does not want them they are put aside. */
export class Spoken {
  constructor(pane, box) {
    this.pane = pane;
    this.box = box;
    box.checked = localStorage.getItem(SPOKEN) !== "off";
    box.addEventListener("change", () => {
      localStorage.setItem(SPOKEN, box.checked ? "on" : "off");
      this.apply();
    });
    this.apply();
  }

  /** To the whole text, or to rows that are about to be put in. */
  apply(rows = [this.pane]) {
    const [from, to] = this.box.checked ? ["data-described", "aria-description"] : ["aria-description", "data-described"];
    for (const row of rows) {
      for (const mark of row.querySelectorAll(`mark[${from}]`)) {
        mark.setAttribute(to, mark.getAttribute(from));
        mark.removeAttribute(from);
      }
    }
  }
}
