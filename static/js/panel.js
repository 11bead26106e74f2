/* The panel beside the text: its tabs, the list of spans, the fields of the chosen span. */

import { desk, lens, pane, sheet } from "./parts.js";
import { swapIn } from "./swap.js";

const FOLDED = "annotate:folded";

/** Tabs, list, fields; folds away. */
export class Panel {
  constructor({ focus, marks, drafts }) {
    Object.assign(this, { focus, marks, drafts });
    this.element = document.getElementById("panel");
    this.fold = document.getElementById("fold");
    this.tabs = Array.from(document.querySelectorAll('.panel-tabs [role="tab"]'));
    for (const tab of this.tabs) tab.addEventListener("click", () => this.reveal(tab.id.slice(4)));
    document.querySelector(".panel-tabs").addEventListener("keydown", (event) => this.walk(event));
    this.element.addEventListener("keydown", (event) => this.leave(event));
    this.fold.addEventListener("click", () => this.setFolded(!desk.classList.contains("folded")));
    this.setFolded(sheet.matches || localStorage.getItem(FOLDED) === "1");
    sheet.addEventListener("change", () => this.setFolded(sheet.matches));
    document.addEventListener("submit", (event) => this.submit(event));
    document.addEventListener("change", (event) => this.keepChoice(event));
    document.addEventListener("focusout", (event) => this.keepWords(event));
    document.addEventListener("toggle", (event) => this.unfold(event), true);
    document.addEventListener("click", (event) => this.choose(event));
  }

  /** Show one of the tabs: span, codebook, list, guidelines. */
  show(name) {
    for (const tab of this.tabs) {
      const chosen = tab.id === `tab-${name}`;
      tab.setAttribute("aria-selected", String(chosen));
      tab.tabIndex = chosen ? 0 : -1;
      document.getElementById(`pane-${tab.id.slice(4)}`).hidden = !chosen;
    }
    this.listAgain();
  }

  /** Show one of the tabs; where the panel is a sheet, open it for that. */
  reveal(name) {
    this.show(name);
    if (sheet.matches) this.setFolded(false);
  }

  /** Unfold the panel at one of the tabs, and go there. */
  open(name) {
    this.show(name);
    this.setFolded(false);
    document.getElementById(`tab-${name}`).focus();
  }

  /** Whether the panel shows this span. */
  shows(id) {
    return Boolean(id) && document.getElementById("span").dataset.span === id;
  }

  /** The list of spans, as the server has it, where it is in sight. */
  listAgain() {
    if (document.getElementById("pane-list").hidden) return;
    clearTimeout(this.listing);
    this.listing = setTimeout(async () => {
      const { url } = document.getElementById("listed").dataset;
      const answer = await fetch(`${url}${lens}`, { headers: { "HX-Request": "true" } }).catch(() => null);
      if (!answer?.ok) return;
      swapIn(await answer.text());
      this.focus.light();
    }, 200);
  }

  /** To a field of the chosen span. What is typed before the field is there goes into it, not to single keys. */
  async enter(id) {
    this.marks.own();
    this.show("span");
    this.setFolded(false);
    if (!this.shows(this.focus.id)) {
      const { typed, left } = await this.typedMeanwhile(this.focus.load());
      const field = document.getElementById(id);
      if (field && isWords(field)) field.value += typed;
      if (left) {
        field?.dispatchEvent(new FocusEvent("focusout", { bubbles: true }));
        return;
      }
    }
    document.getElementById(id)?.focus();
  }

  async typedMeanwhile(loading) {
    let typed = "";
    let left = false;
    const keep = (event) => {
      if (Array.from(event.key).length === 1 && !event.ctrlKey && !event.metaKey) typed += event.key;
      if (event.key === "Escape") {
        left = true;
        document.removeEventListener("keydown", keep, true);
      }
      event.preventDefault();
      event.stopPropagation();
    };
    document.addEventListener("keydown", keep, true);
    await loading;
    document.removeEventListener("keydown", keep, true);
    return { typed, left };
  }

  setFolded(folded) {
    desk.classList.toggle("folded", folded);
    this.fold.setAttribute("aria-expanded", String(!folded));
    if (!sheet.matches) localStorage.setItem(FOLDED, folded ? "1" : "");
  }

  walk(event) {
    const at = this.tabs.indexOf(event.target);
    if (at < 0 || !/^Arrow(Left|Right)$/.test(event.key)) return;
    event.preventDefault();
    const next = this.tabs[(at + (event.key === "ArrowRight" ? 1 : this.tabs.length - 1)) % this.tabs.length];
    next.focus();
    this.show(next.id.slice(4));
  }

  leave(event) {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.target.blur();
    pane.focus({ preventScroll: true });
  }

  /** Forms that go through the outbox. */
  submit(event) {
    const form = event.target.closest("form[data-send]");
    if (!form) return;
    event.preventDefault();
    if (form.querySelector("#delete-span")) this.marks.remove();
    else {
      this.sendForm(form, () => true);
      this.sent(form);
    }
  }

  /** What was written is on its way: it is no draft any more, and its place is there for the next. */
  sent(form) {
    for (const field of form.querySelectorAll("textarea[data-calls]")) {
      this.drafts.drop(field);
      if (form.matches("[data-empties]")) field.value = "";
    }
    if (form.id === "choose") form.remove();
    const part = form.matches("[data-empties]") ? null : form.closest("#comments, #links");
    part?.focus({ preventScroll: true });
  }

  /** What a fold holds comes when it is opened. */
  async unfold(event) {
    const fold = event.target;
    const address = fold.dataset?.load;
    if (!address || !fold.open) return;
    const html = await part(address);
    if (html === null) return;
    fold.replaceChildren(fold.querySelector("summary"));
    fold.insertAdjacentHTML("beforeend", html);
    delete fold.dataset.load;
  }

  /** The form that links without pointing into the text, in the place of the way to it. */
  async choose(event) {
    const way = event.target.closest("[data-choose]");
    if (!way || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const html = await part(way.href);
    if (html === null || !way.isConnected) return;
    way.parentElement.insertAdjacentHTML("afterend", html);
    document.getElementById("link-kind")?.focus();
    way.parentElement.remove();
  }

  /** Choices are kept when they are made. */
  keepChoice(event) {
    const form = event.target.closest("form[data-send][data-keep]");
    if (form && !isWords(event.target)) this.keepField(form, event.target);
  }

  /** Words are kept when one leaves their field. */
  keepWords(event) {
    const form = event.target.closest("form[data-send][data-keep]");
    if (!form || !isWords(event.target) || event.target.value === event.target.defaultValue) return;
    event.target.defaultValue = event.target.value;
    this.keepField(form, event.target);
  }

  /** Only the field that was changed: what the others hold may be older than what is saved. */
  keepField(form, field) {
    const together = field.name.startsWith("attribute");
    this.sendForm(form, (name) => name === "version" || name === field.name || (together && name.startsWith("attribute")));
  }

  sendForm(form, wanted) {
    const fields = Array.from(new FormData(form)).filter(([name]) => name !== "csrfmiddlewaretoken" && wanted(name));
    const options = { span: form.dataset.subject ?? form.closest("#span")?.dataset.span ?? null, said: form.dataset.said };
    this.marks.send(form.getAttribute("action"), fields, options);
  }
}

/** A part of a page as the server has it; null where it does not come. */
async function part(address) {
  const answer = await fetch(address, { headers: { "HX-Request": "true" } }).catch(() => null);
  return answer?.ok ? answer.text() : null;
}

function isWords(field) {
  return field.matches("textarea, input:not([type])");
}
