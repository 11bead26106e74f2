/* Putting an answer's parts in the place of what has their ids, without moving the reader. */

/** Replace every element of `html` that has an id by it; what is older than anything it would replace stays out, and
    what fits the selector `except`. Returns what was put in. */
export function swapIn(html, except = null) {
  const parsed = document.createElement("template");
  parsed.innerHTML = html;
  const back = placeOfFocus();
  const put = [];
  for (const fresh of Array.from(parsed.content.children)) {
    const shown = fresh.id && document.getElementById(fresh.id);
    if (!shown || (except && fresh.matches(except))) continue;
    if (revision(fresh) < newest(shown)) continue;
    shown.replaceWith(fresh);
    window.htmx?.process(fresh);
    put.push(fresh);
  }
  back();
  return put;
}

function revision(element) {
  return Number(element.dataset.rev ?? 0);
}

/** The newest revision in an element: a chunk may be newer than its row. */
function newest(element) {
  return Array.from(element.querySelectorAll("[data-rev]"), revision).reduce((one, other) => Math.max(one, other), revision(element));
}

/** Renew parts of `shown`, found by `selectors`, from `fresh`, and leave the rest. A part in which somebody is typing
    stays; focus on anything else in a part that goes is given to the part that comes. */
export function renewParts(shown, fresh, selectors) {
  for (const selector of selectors) {
    const [old, part] = [shown.querySelector(selector), fresh.querySelector(selector)];
    if (!old || !part) continue;
    const active = old.contains(document.activeElement) ? document.activeElement : null;
    if (active?.matches("textarea, input, select")) continue;
    old.replaceWith(part);
    if (active) part.focus({ preventScroll: true });
  }
}

/** Remember where the focus is in a row; the function given back brings it to the same place of the row's successor. */
function placeOfFocus() {
  const active = document.activeElement;
  const row = active?.closest(".row");
  if (!row) return () => {};
  const span = active.dataset.span;
  return () => {
    if (active.isConnected) return;
    const fresh = document.getElementById(row.id);
    const same = fresh?.querySelector(span ? `.tag[data-span="${span}"]` : ".to-mark");
    (same ?? fresh?.querySelector(".to-mark") ?? document.getElementById("text")).focus({ preventScroll: true });
  };
}
