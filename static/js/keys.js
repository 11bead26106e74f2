/* Keys press what is also a visible control. Single keys work only while the text has the focus or words are selected. */

const SINGLE = "annotate:single-keys";

/** Calls `deeds[name](event)` for a key; returns nothing. `inText()` says whether single keys may act. */
export function listen(deeds, inText) {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    if (event.target.closest("input, textarea, select, dialog[open], [contenteditable]")) return;
    const name = nameOf(event);
    const deed = deeds[name] ?? (name.length === 1 ? deeds.letter : undefined);
    if (!deed) return;
    const single = !event.ctrlKey && !event.metaKey;
    if (single && name.length === 1 && localStorage.getItem(SINGLE) === "off") return;
    if (single && !inText(event)) return;
    if (event.target.closest("button, a, summary") && /^(Enter| )$/.test(event.key)) return;
    if (deed(event, name) !== false) event.preventDefault();
  });
}

/** Ctrl+z, Shift+ArrowUp, Alt+Shift+ArrowLeft, a, [, … ; on a Mac the command key is Ctrl. */
function nameOf(event) {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const parts = [];
  if (event.ctrlKey || event.metaKey) parts.push("Ctrl");
  if (event.altKey) parts.push("Alt");
  if (event.shiftKey && (event.key.length > 1 || event.ctrlKey || event.metaKey)) parts.push("Shift");
  return [...parts, key].join("+");
}

/** Whether single keys are on, and the switch for it. */
export function singleKeysSwitch(box) {
  box.checked = localStorage.getItem(SINGLE) !== "off";
  box.addEventListener("change", () => localStorage.setItem(SINGLE, box.checked ? "on" : "off"));
}
