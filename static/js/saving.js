/* What the bar says of saving, and the pencil under what is not saved yet. */

import { counted } from "./counted.js";
import { paint } from "./paint.js";
import { article } from "./parts.js";

const shown = document.getElementById("saving");

/** The state of the outbox (idle, saving, offline, signed out) and what waits in it. */
export function showSaving(state, waiting) {
  const words = shown.dataset;
  const here = waiting.filter((entry) => entry.article === article && entry.extent);
  paint("pending", here.map((entry) => entry.extent));
  shown.classList.toggle("waits", waiting.length > 0);
  shown.classList.toggle("fails", state === "signed out");
  if (state === "signed out") shown.textContent = words.signIn;
  else if (state === "offline" || waiting.length > 1) shown.textContent = counted(shown, "waiting", waiting.length);
  else shown.textContent = waiting.length ? words.saving : words.saved;
}
