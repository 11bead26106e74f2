/* Keys press what is also a visible control. Single keys work only while the text has the focus or words are selected. */

const SINGLE = "annotate:single-keys";

/** Calls `deeds[name](event, chord)` for a chord that `deedOf` names so; a single character that has no name goes to
    `deeds.letter`. `inText(event)` says whether single keys may act. */
export function listen(deeds, inText, deedOf = (chord) => chord) {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    if (event.target.closest("input, textarea, select, dialog[open], [contenteditable]")) return;
    const chord = chordOf(event);
    const deed = deeds[deedOf(chord)] ?? (chord.length === 1 ? deeds.letter : undefined);
    if (!deed) return;
    const single = !event.ctrlKey && !event.metaKey;
    if (single && chord.length === 1 && localStorage.getItem(SINGLE) === "off") return;
    if (single && !inText(event)) return;
    if (event.target.closest("button, a, summary") && /^(Enter| )$/.test(event.key)) return;
    if (deed(event, chord) !== false) event.preventDefault();
  });
}

/** Ctrl+z, Shift+ArrowUp, Alt+Shift+ArrowLeft, a, [, … A sign that a keyboard has only behind AltGr, or behind Option
    on a Mac, is that sign. On a Mac the command key undoes; everything else of it is the browser's. */
export function chordOf(event) {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const sign = event.key.length === 1 && !/[\p{L}\p{N} ]/u.test(event.key);
  const written = sign && (event.getModifierState("AltGraph") || (event.altKey && !event.ctrlKey));
  const parts = [];
  if ((event.ctrlKey && !written) || (event.metaKey && key === "z")) parts.push("Ctrl");
  else if (event.metaKey) parts.push("Meta");
  if (event.altKey && !written) parts.push("Alt");
  if (event.shiftKey && (event.key.length > 1 || event.ctrlKey || event.metaKey)) parts.push("Shift");
  return [...parts, key].join("+");
}

/** Whether single keys are on, and the switch for it. */
export function singleKeysSwitch(box) {
  box.checked = localStorage.getItem(SINGLE) !== "off";
  box.addEventListener("change", () => localStorage.setItem(SINGLE, box.checked ? "on" : "off"));
}
