/* Putting an answer's parts in the place of what has their ids, without moving the reader. */

/** Replace every element of `html` that has an id by it; what is older than anything it would replace stays out, and
    what fits the selector `except`. Returns what was put in. */
export function swapIn(html, except = null) {
  const parsed = document.createElement("template");
  parsed.innerHTML = html;
  const put = [];
  for (const fresh of Array.from(parsed.content.children)) {
    const shown = fresh.id && document.getElementById(fresh.id);
    if (!shown || (except && fresh.matches(except))) continue;
    if (revision(fresh) < newest(shown)) continue;
    shown.replaceWith(fresh);
    window.htmx?.process(fresh);
    put.push(fresh);
  }
  return put;
}

function revision(element) {
  return Number(element.dataset.rev ?? 0);
}

/** The newest revision in an element: a chunk may be newer than its row. */
function newest(element) {
  return Array.from(element.querySelectorAll("[data-rev]"), revision).reduce((one, other) => Math.max(one, other), revision(element));
}
