/* The parts of the desk's page that more than one module speaks of, and the page's own sentences. */

export const desk = document.getElementById("desk");
export const pane = document.getElementById("text");
export const url = desk.dataset.url;
export const article = desk.dataset.article;

/** What the address shows of people and labels, as a query to send along; empty without a filter. */
export const lens = desk.dataset.lens ? `?${desk.dataset.lens}` : "";

/** Whether fingers point here. */
export const coarse = window.matchMedia("(pointer: coarse)");

/** Whether the panel is a sheet over the text: on a phone. */
export const sheet = window.matchMedia("(max-width: 52rem)");

/** Where the text begins on the screen: under the bar. */
export function textTop() {
  return document.querySelector(".bar").getBoundingClientRect().bottom;
}

/** Whether a box on the screen can be read: under the bar, and above what is docked at the foot of the window. */
export function isInSight(box) {
  return box.top >= textTop() && box.bottom <= window.innerHeight - 60;
}

/** Scroll by so many px, without the way there. */
export function scrollNow(by) {
  window.scrollBy({ top: by, behavior: "instant" });
}

/** Tell those who listen to the page. */
export function announce(sentence) {
  document.getElementById("announce").textContent = sentence;
}

/** A sentence that the template wrote, translated, for a script to say. */
export function sentence(name) {
  return document.getElementById("troubles").dataset[name];
}

/** The button of a label by its key, where it can be used now; else null. */
export function labelButton(key) {
  return document.querySelector(`#labels [data-label-key="${CSS.escape(key)}"]:not(:disabled)`);
}
