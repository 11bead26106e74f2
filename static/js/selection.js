/* What is selected, as an extent in code points with its quote; and back. The ruler is printed on the text. */

import { countPoints, pointsBefore, unitAt } from "./points.js";

const SPACE = /\s/u;

/** The blocks of a reading pane, the first part of each row, as {element, start, end}, in order. Ask again after rows
    were swapped. */
export function blocksOf(pane) {
  return Array.from(pane.children, ({ firstElementChild: element }) => ({
    element,
    start: Number(element.dataset.start),
    end: Number(element.dataset.end),
  }));
}

/** The code point before which a boundary (node, offset) lies; `side` says what a place between blocks belongs to. */
export function pointAt(pane, node, offset, side) {
  const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
  const block = element.closest(".text");
  if (block && pane.contains(block)) {
    if (node.nodeType === Node.TEXT_NODE) {
      return Number(node.parentElement.dataset.start) + pointsBefore(node.data, offset);
    }
    if (node.firstElementChild) {
      const child = node.children[offset];
      return Number(child ? child.dataset.start : node.dataset.end);
    }
    return Number(node.dataset.start) + (offset ? countPoints(node.textContent) : 0);
  }
  const edge = document.createRange();
  edge.setStart(node, offset);
  let before = null;
  for (const { element: text, start, end } of blocksOf(pane)) {
    if (edge.comparePoint(text, 0) > 0) return side === "start" ? start : (before ?? start);
    before = end;
  }
  return before;
}

/** The text of `[start, end)` as the article has it: between two blocks stand line ends and nothing else. */
export function textBetween(blocks, start, end) {
  let text = "";
  let at = start;
  for (const block of blocks) {
    if (block.end <= start || block.start >= end) continue;
    const from = Math.max(start, block.start);
    text += "\n".repeat(Math.max(0, from - at));
    const whole = block.element.textContent;
    text += whole.slice(unitAt(whole, from - block.start), unitAt(whole, Math.min(end, block.end) - block.start));
    at = Math.min(end, block.end);
  }
  return text;
}

/** The extent {start, end, quote} of a Range, whole clusters, trimmed, widened to `words` where given; or null. */
export function extentOf(pane, range, words = null) {
  const blocks = blocksOf(pane);
  let start = pointAt(pane, range.startContainer, range.startOffset, "start");
  let end = pointAt(pane, range.endContainer, range.endOffset, "end");
  if (start === null || end === null || start >= end) return null;
  [start, end] = wholeClusters(blocks, start, end);
  [start, end] = trim(blocks, start, end);
  if (start >= end) return null;
  if (words) [start, end] = wholeWords(words, start, end);
  return { start, end, quote: textBetween(blocks, start, end) };
}

/** A Range over `[start, end)`; null where that lies in no block. */
export function rangeOf(pane, start, end) {
  const from = placeOf(pane, start, false);
  const to = placeOf(pane, end, true);
  if (!from || !to) return null;
  const range = document.createRange();
  range.setStart(from.node, from.offset);
  range.setEnd(to.node, to.offset);
  return range;
}

/** The row of the first block that ends behind a code point; null where none does. */
export function rowFrom(pane, point) {
  const row = lastAt(pane.children, point, false, blockOf);
  return row && Number(blockOf(row).dataset.end) <= point ? row.nextElementSibling : (row ?? null);
}

/** The text node and unit of a code point; with `behind`, of the place behind the code point before it. */
function placeOf(pane, point, behind) {
  const row = behind ? lastAt(pane.children, point, true, blockOf) : rowFrom(pane, point);
  if (!row) return null;
  let piece = blockOf(row);
  if (behind && Number(piece.dataset.start) >= point) return null;
  const inside = Math.min(Math.max(point, Number(piece.dataset.start)), Number(piece.dataset.end));
  while (piece?.firstElementChild) piece = lastAt(piece.children, inside, behind);
  const node = piece?.firstChild;
  return node ? { node, offset: unitAt(node.data, inside - Number(piece.dataset.start)) } : null;
}

function blockOf(row) {
  return row.firstElementChild;
}

/** Of rows, of the chunks of a long block or of pieces the last that starts at a code point or before it; with `behind`,
    before it. The first one where none does. */
function lastAt(parts, point, behind, textOf = (part) => part) {
  let low = 0;
  let high = parts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    const start = Number(textOf(parts[middle]).dataset.start);
    if (behind ? start < point : start <= point) low = middle;
    else high = middle - 1;
  }
  return parts[low];
}

function wholeClusters(blocks, start, end) {
  const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });
  const widen = (point, later) => {
    const block = blocks.find((one) => one.start < point && point < one.end);
    if (!block) return point;
    const text = block.element.textContent;
    const cluster = segmenter.segment(text).containing(unitAt(text, point - block.start));
    if (!cluster || unitAt(text, point - block.start) === cluster.index) return point;
    return block.start + pointsBefore(text, later ? cluster.index + cluster.segment.length : cluster.index);
  };
  return [widen(start, false), widen(end, true)];
}

/** `[start, end)` without white space at its borders; where there is nothing else, empty. */
export function trim(blocks, start, end) {
  const letters = Array.from(textBetween(blocks, start, end));
  let from = 0;
  let to = letters.length;
  while (from < to && SPACE.test(letters[from])) from += 1;
  while (to > from && SPACE.test(letters[to - 1])) to -= 1;
  return [start + from, start + to];
}

function wholeWords(words, start, end) {
  const first = wordAt(words, start);
  const last = wordAt(words, end - 1);
  return [first ? Math.min(start, first[0]) : start, last ? Math.max(end, last[1]) : end];
}

/** The word [start, end) that covers a code point, in a flat list start, end, start, end, …; or null. */
export function wordAt(words, point) {
  let low = 0;
  let high = words.length / 2 - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (words[2 * middle + 1] <= point) low = middle + 1;
    else if (words[2 * middle] > point) high = middle - 1;
    else return [words[2 * middle], words[2 * middle + 1]];
  }
  return null;
}
