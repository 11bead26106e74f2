/* Keys in common use by browsers and screen readers, as keys.js names them. None of ours is among them, and nobody can
   choose one of them. Letters alone are a screen reader's own only while it reads with its own cursor, and then they
   do not reach the page. */

const letters = (prefix, list) => Array.from(list, (letter) => `${prefix}+${letter}`);

/** Of Chromium, Firefox and Safari on Windows, Linux and macOS (there with the command key, which is called Meta). */
const BROWSER = [
  " ", "Shift+ ", "/", "'", "Tab", "Shift+Tab", "PageUp", "PageDown", "Ctrl+Home", "Ctrl+End", "Alt+Home",
  "F1", "F3", "F5", "F6", "F7", "F10", "F11", "F12", "Shift+F10", "ContextMenu",
  "Alt+ArrowLeft", "Alt+ArrowRight", "Alt+ArrowUp", "Alt+ArrowDown", "Alt+Enter", "Alt+F4", ...letters("Alt", "def"),
  ...letters("Ctrl", "abcdefghijklmnopqrstuvwx0123456789+-=,"), ...letters("Ctrl+Shift", "abcdeijknoprstwy"),
  ...letters("Meta", "abcdfghijklmnopqrstuvwxy0123456789+-=[],"), "Ctrl+Tab", "Ctrl+Shift+Tab", "Ctrl+PageUp",
  "Ctrl+PageDown", "Ctrl+F4", "Ctrl+F5", "Ctrl+Enter", "Ctrl+Backspace", "Ctrl+Shift+Delete",
];

/** Of NVDA, JAWS, Narrator, Orca and VoiceOver: their own modifiers, and what they take without one. */
const SCREEN_READER = [
  "Insert", "CapsLock", "ScrollLock", "NumLock", "Control", "Clear",
  ...["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "Home", "End", "Enter", " "].map((key) => `Ctrl+Alt+${key}`),
  ...["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"].map((key) => `Ctrl+Alt+Shift+${key}`),
  ...["ArrowUp", "ArrowDown"].map((key) => `Ctrl+${key}`), ...letters("Ctrl+Alt", "abcdefghijklmnopqrstuvwxyz"),
];

export const RESERVED = new Set([...BROWSER, ...SCREEN_READER]);
