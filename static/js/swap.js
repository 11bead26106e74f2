/* Putting an answer's parts in the place of what has their ids, without moving the reader. */

/** Put every element of `html` that has an id in the place of it; what is older than anything it would replace stays
    out, and what fits the selector `except`. `dress` is given what came before it is put in. Nothing in it may ask for
    htmx, which is not told. Returns what stands on the page now. Of a list only what is new is sent, with the ids of what
    stays: where that is not there, `onUnknown` is called in the end. */
export function swapIn(html, { except = null, dress = null, onUnknown = () => {} } = {}) {
  const parsed = document.createElement("template");
  parsed.innerHTML = html;
  dress?.(parsed.content);
  const back = placeOfFocus();
  const put = [];
  for (const fresh of Array.from(parsed.content.children)) {
    const shown = fresh.id && document.getElementById(fresh.id);
    if (!shown || (except && fresh.matches(except))) continue;
    if (revision(fresh) < newest(shown)) continue;
    put.push(take(shown, fresh));
  }
  back();
  const unknown = put.flatMap((part) => Array.from(part.querySelectorAll("[data-known]")));
  for (const leaf of unknown) leaf.remove();
  if (unknown.length) onUnknown();
  return put;
}

/** The one in the place of the other; of a row, its chunks and lists, only what is new in them. */
function take(shown, fresh) {
  if (fresh.matches(".row, .chunk, .tags, .rails") && areAlike(shown, fresh)) {
    renew(shown, fresh);
    return shown;
  }
  shown.replaceWith(fresh);
  return fresh;
}

/** Whether they are built alike: what the page has added to an element is no difference. */
function areAlike(shown, fresh) {
  const classes = Array.from(fresh.classList).every((name) => shown.classList.contains(name));
  const alike = classes && shown.localName === fresh.localName && holdsLeaves(shown) === holdsLeaves(fresh);
  return alike && (holdsLeaves(fresh) || shown.childElementCount === fresh.childElementCount);
}

/** Pieces of text, lines of a margin, rails: many, in order, each known by its place or its span. */
function holdsLeaves(element) {
  return element.matches(".tags, .rails, .chunk, .text") && !element.firstElementChild?.matches(".chunk");
}

/** Bring to `shown` what is new in `fresh`. All else stays as it is, and with it what the browser has laid out of it, a
    selection, and the place of a screen reader's own cursor. */
function renew(shown, fresh) {
  for (const { name, value } of fresh.attributes) {
    if (name !== "class" && shown.getAttribute(name) !== value) shown.setAttribute(name, value);
  }
  if (holdsLeaves(fresh)) renewLeaves(shown, Array.from(fresh.children));
  else {
    const had = Array.from(shown.children);
    Array.from(fresh.children).forEach((part, at) => {
      if ((part.childElementCount || holdsLeaves(part)) && areAlike(had[at], part)) renew(had[at], part);
      else if (!had[at].isEqualNode(part)) had[at].replaceWith(part);
    });
  }
}

function renewLeaves(shown, come) {
  const had = Array.from(shown.children);
  const known = new Map(had.map((leaf) => [keyOf(leaf), leaf]));
  const wanted = come.flatMap((leaf) => {
    if (leaf.dataset.known) return staying(leaf, known);
    const old = known.get(keyOf(leaf));
    return old && contentOf(old).isEqualNode(contentOf(leaf)) ? old : leaf;
  });
  const left = new Set(wanted);
  for (const leaf of had) if (!left.has(leaf)) leaf.remove();
  let at = shown.firstElementChild;
  for (const leaf of wanted) {
    if (leaf === at) at = at.nextElementSibling;
    else shown.insertBefore(leaf, at);
  }
}

/** The leaves that this one names as known; itself, empty, where one of them is not. */
function staying(leaf, known) {
  const found = leaf.dataset.known.split(" ").map((id) => known.get(id));
  return found.every(Boolean) ? found : [...found.filter(Boolean), leaf];
}

function keyOf(leaf) {
  return leaf.dataset.start ?? contentOf(leaf)?.dataset.span;
}

/** Of a line of the margin its link: where the line stands is the page's, not the answer's. */
function contentOf(leaf) {
  return leaf.localName === "li" ? leaf.firstElementChild : leaf;
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
