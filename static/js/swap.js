/* Putting an answer's parts in the place of what has their ids, without moving the reader. */

/** Replace every element of `html` that has an id by it; rows older than those shown stay out, and what fits the
    selector `except`. Returns what was put in. */
export function swapIn(html, except = null) {
  const parsed = document.createElement("template");
  parsed.innerHTML = html;
  const put = [];
  for (const fresh of Array.from(parsed.content.children)) {
    const shown = fresh.id && document.getElementById(fresh.id);
    if (!shown || (except && fresh.matches(except))) continue;
    if (Number(fresh.dataset.rev ?? 0) < Number(shown.dataset.rev ?? 0)) continue;
    shown.replaceWith(fresh);
    window.htmx?.process(fresh);
    put.push(fresh);
  }
  return put;
}
