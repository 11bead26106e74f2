/* A link in the making: from the chosen span, by key or button, to another span or to a link. And, of the span in focus,
   the spans that it is linked to, lit in the text and named in the margin. */

import { announce, pane, url } from "./parts.js";
import { bringToMiddle } from "./sight.js";

/** At most one link is being made: its kind, where it leads from, what it aims at. */
export class Links {
  constructor({ focus, marks, panel }) {
    Object.assign(this, { focus, marks, panel });
    this.kind = null;
    this.bar = document.getElementById("linking");
    document.addEventListener("click", (event) => this.click(event));
  }

  get open() {
    return this.kind !== null;
  }

  /** Begin a link of this kind from the chosen span; the same key again makes it. False where nothing is chosen. */
  async begin(kind) {
    if (this.open && this.kind === kind) return this.make();
    this.marks.own();
    const source = this.focus.id;
    if (!source) return false;
    const targets = kind === "undercuts" ? await linksOf(source) : this.spansBut(source);
    if (!targets.length) {
      announce(this.bar.dataset[kind === "undercuts" ? "noLink" : "noSpan"]);
      return true;
    }
    Object.assign(this, { kind, source, targets, at: null });
    this.marks.letGo();
    this.bar.hidden = false;
    this.say(this.bar.dataset[kind]);
    return true;
  }

  /** Aim at a span; where links are undercut, at the next link that begins or ends there. */
  aim(id) {
    const fitting = this.targets.map((target, at) => (target.ends.includes(id) ? at : -1)).filter((at) => at >= 0);
    if (!fitting.length) return;
    this.point(fitting[(fitting.indexOf(this.at) + 1) % fitting.length]);
  }

  /** Aim at one of the spans that lie on one another where somebody pointed; at the next one when they point again. */
  aimAmong(ids) {
    const others = ids.filter((id) => id !== this.source);
    const now = this.at === null ? -1 : others.findIndex((id) => this.targets[this.at].ends[0] === id);
    if (others.length) this.aim(others[(now + 1) % others.length]);
  }

  /** Aim at the next target, or the one before; the first time at the one nearest behind, or before, the source. */
  walk(step) {
    const count = this.targets.length;
    if (this.at !== null) return this.point((this.at + step + count) % count);
    const here = start(this.source);
    const behind = this.targets.findIndex((target) => start(target.ends[0]) >= here);
    const next = behind < 0 ? 0 : behind;
    return this.point(step > 0 ? next : (next + count - 1) % count);
  }

  /** Send the link. False where nothing is aimed at yet. */
  make() {
    if (this.at === null) {
      announce(this.bar.dataset.aim);
      return true;
    }
    const fields = [["kind", this.kind], ["target", this.targets[this.at].value]];
    this.marks.send(`${url}spans/${this.source}/links/add/`, fields, { said: this.bar.dataset.name });
    this.letGo();
    pane.focus({ preventScroll: true });
    return true;
  }

  /** No link in the making any more. */
  letGo() {
    Object.assign(this, { kind: null, targets: [], at: null });
    this.bar.hidden = true;
    this.light();
  }

  point(at) {
    this.at = at;
    this.light();
    const mark = this.focus.marks(this.targets[at].ends[0])[0];
    const box = mark?.getBoundingClientRect();
    if (box && (box.top < 110 || box.bottom > window.innerHeight - 140)) bringToMiddle(mark);
    this.say(`${this.bar.dataset[this.kind]} ${this.targets[at].said()}`);
  }

  say(sentence) {
    this.bar.querySelector(".says").textContent = sentence;
    announce(sentence);
  }

  /** Light what the chosen span is linked to, and what is aimed at; again after a swap. */
  light() {
    this.dim();
    for (const end of document.querySelectorAll("#links > ul [data-linked]")) {
      this.lightOne(end.dataset.linked, "linked", end.dataset.word);
    }
    if (this.open && this.at !== null) for (const id of this.targets[this.at].ends) this.lightOne(id, "aimed");
  }

  dim() {
    if (!this.lit) return;
    this.lit = false;
    for (const lit of document.querySelectorAll("mark.linked, .tag.linked, mark.aimed, .tag.aimed")) {
      lit.classList.remove("linked", "aimed");
    }
    for (const word of pane.querySelectorAll(".tag > .role")) word.remove();
  }

  lightOne(id, name, word = null) {
    this.lit = true;
    for (const mark of this.focus.marks(id)) mark.classList.add(name);
    const tag = tagOf(id);
    tag?.classList.add(name);
    if (!tag || !word) return;
    const role = document.createElement("em");
    role.className = "role";
    role.textContent = ` ${word}`;
    tag.append(role);
  }

  click(event) {
    const begins = event.target.closest("[data-link]");
    if (begins) this.begin(begins.dataset.link);
    else if (event.target.closest("#linking [data-make]")) this.make();
    else if (event.target.closest("#linking [data-stop]")) this.letGo();
  }

  spansBut(source) {
    const ids = this.focus.order().filter((id) => id !== source);
    return ids.map((id) => ({ value: `span-${id}`, ends: [id], said: () => `${nameOf(id)}: ${this.focus.quote(id)}` }));
  }
}

/** The links that a span can undercut, as the server lists them. */
async function linksOf(source) {
  const answer = await fetch(`${url}spans/${source}/links/`, { headers: { "HX-Request": "true" } }).catch(() => null);
  if (!answer?.ok) return [];
  const parsed = document.createElement("template");
  parsed.innerHTML = await answer.text();
  return Array.from(parsed.content.querySelectorAll("option[data-ends]"), (option) => ({
    value: option.value,
    ends: option.dataset.ends.split(" "),
    said: () => option.textContent,
  }));
}

function tagOf(id) {
  return pane.querySelector(`.tag[data-span="${id}"]`);
}

function nameOf(id) {
  return tagOf(id)?.textContent.replace(/\s+/g, " ").trim() ?? "";
}

function start(id) {
  return parseInt(tagOf(id)?.dataset.extent ?? "0", 10);
}
