/* Which key does what. Single keys can be given to something else; what a person chose is kept in this browser. */

import { RESERVED } from "./reserved.js";

/** Chords that always do the same. */
export const FIXED = {
  ArrowDown: "sentence on",
  ArrowUp: "sentence back",
  ArrowRight: "word right",
  ArrowLeft: "word left",
  "Shift+ArrowDown": "extend sentence on",
  "Shift+ArrowUp": "extend sentence back",
  "Shift+ArrowRight": "extend word right",
  "Shift+ArrowLeft": "extend word left",
  "Alt+Shift+ArrowRight": "nudge right",
  "Alt+Shift+ArrowLeft": "nudge left",
  Home: "block start",
  End: "block end",
  "Shift+Home": "extend block start",
  "Shift+End": "extend block end",
  Enter: "enter",
  Delete: "delete",
  Backspace: "delete",
  Escape: "let go",
  "Ctrl+z": "undo",
  "Ctrl+Shift+z": "redo",
  "Ctrl+y": "redo",
};

/** Single keys, by what they do, unless a person chose another. */
export const SINGLE = {
  "span before": "[",
  "span after": "]",
  undo: "u",
  redo: "y",
  add: "a",
  cut: "d",
  only: "e",
  note: "n",
  unsure: "m",
  support: "+",
  attack: "-",
  undercut: "!",
  comment: "c",
  panel: "t",
  "hand in": "h",
  find: "f",
  outline: ",",
  spans: ";",
  "next article": ".",
  help: "?",
};

/** The keys of one person on a page: `single` and `fixed` are the page's, the desk's unless said otherwise, and `page`
    names it where it is another. `labelKeys()` gives those of the labels of this page, which are theirs alone. */
export class Keymap {
  constructor(person, labelKeys, { single = SINGLE, fixed = FIXED, page = "" } = {}) {
    Object.assign(this, { labelKeys, single, fixed });
    this.store = `annotate:keys:${page && `${page}:`}${person}`;
    this.chosen = read(this.store, single);
  }

  /** What a chord does: its name; undefined where it does nothing, or presses a label. */
  deedOf(chord) {
    if (this.labelKeys().has(chord)) return undefined;
    return this.fixed[chord] ?? Object.keys(this.single).find((deed) => this.keyOf(deed) === chord);
  }

  /** The single key of a deed. */
  keyOf(deed) {
    return this.chosen[deed] ?? this.single[deed];
  }

  /** Why a key cannot be given to a deed: "one" (it is not one character), "reserved", "label", "taken", or null. */
  whyNot(deed, key) {
    if (Array.from(key).length !== 1 || !key.trim()) return "one";
    if (RESERVED.has(key)) return "reserved";
    if (this.labelKeys().has(key)) return "label";
    const other = this.deedOf(key);
    return other && other !== deed ? "taken" : null;
  }

  /** Give a deed a key, or, with null, its first one. Gives back why it cannot be, as `whyNot` does. */
  set(deed, key) {
    const wanted = key ?? this.single[deed];
    const reason = this.whyNot(deed, wanted);
    if (reason) return reason;
    this.chosen = { ...this.chosen, [deed]: wanted };
    if (wanted === this.single[deed]) delete this.chosen[deed];
    localStorage.setItem(this.store, JSON.stringify(this.chosen));
    return null;
  }

  /** All keys as they were first. */
  reset() {
    this.chosen = {};
    localStorage.removeItem(this.store);
  }
}

function read(store, single) {
  try {
    const kept = JSON.parse(localStorage.getItem(store) ?? "{}");
    return Object.fromEntries(Object.entries(kept).filter(([deed, key]) => deed in single && typeof key === "string"));
  } catch {
    return {};
  }
}
