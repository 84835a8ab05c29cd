// A link to one of our own stories, or to an address: Ctrl+K or the button under the editor.
import { onEditor, say, writing } from "./page.js";
import { cleanAddress } from "./address.js";

const WAIT = 200;
const ADDRESS = /^(?:https?:\/\/|mailto:|tel:)\S+$/i;

function option(story, number) {
  const item = document.createElement("li");
  item.id = `link-story-${number}`;
  item.setAttribute("role", "option");
  const headline = document.createElement("b");
  headline.textContent = story.headline;
  headline.lang = story.language;
  const about = document.createElement("span");
  about.textContent = [story.when, story.section, story.standing].filter(Boolean).join(" · ");
  item.append(headline, about);
  return item;
}

class LinkDialog {
  constructor(dialog, editor) {
    this.dialog = dialog;
    this.editor = editor;
    this.input = dialog.querySelector("input");
    this.list = dialog.querySelector("[role=listbox]");
    this.status = dialog.querySelector("[role=status]");
    this.stories = [];
    this.active = -1;
    this.input.addEventListener("input", () => this.wait());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.list.addEventListener("click", (event) => this.pick([...this.list.children].indexOf(event.target.closest("[role=option]"))));
    dialog.querySelector("form").addEventListener("submit", (event) => this.submit(event));
    dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => this.editor.commands.focus());
  }

  open() {
    const { state } = this.editor;
    const { href } = this.editor.getAttributes("link");
    this.input.value = href || "";
    this.show([], "");
    this.dialog.showModal();
    this.input.select();
    const words = state.doc.textBetween(state.selection.from, state.selection.to, " ").trim();
    if (!href && words && words.length < 60) {
      this.input.value = words;
      this.input.select();
      this.look();
    }
  }

  wait() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.look(), WAIT);
  }

  async look() {
    const words = this.input.value.trim();
    this.asked?.abort();
    if (words.length < 2) return this.show([], "");
    this.asked = new AbortController();
    try {
      const answer = await fetch(`${writing.archive}?${new URLSearchParams({ q: words })}`, { signal: this.asked.signal });
      if (!answer.ok) throw new Error(answer.status);
      const { stories } = await answer.json();
      return this.show(stories, stories.length ? say("stories", { n: stories.length }) : ADDRESS.test(words) ? say("foreign") : say("no_story"));
    } catch (error) {
      return error.name === "AbortError" ? null : this.show([], say("no_answer"));
    }
  }

  show(stories, sentence) {
    this.stories = stories;
    this.list.replaceChildren(...stories.map(option));
    this.input.setAttribute("aria-expanded", String(stories.length > 0));
    this.status.textContent = sentence;
    this.mark(-1);
  }

  mark(number) {
    this.active = number;
    [...this.list.children].forEach((item, position) => item.setAttribute("aria-selected", String(position === number)));
    const item = this.list.children[number];
    if (item) {
      this.input.setAttribute("aria-activedescendant", item.id);
      item.scrollIntoView({ block: "nearest" });
    } else this.input.removeAttribute("aria-activedescendant");
  }

  key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || !this.stories.length) return;
    event.preventDefault();
    this.mark((this.active + step + this.stories.length) % this.stories.length);
  }

  submit(event) {
    event.preventDefault();
    const typed = this.input.value.trim();
    if (this.active >= 0) this.pick(this.active);
    else if (ADDRESS.test(typed) && cleanAddress(typed)) this.insert(cleanAddress(typed), typed);
    else if (this.stories.length) this.pick(0);
    else this.status.textContent = say("no_story");
  }

  pick(number) {
    const story = this.stories[number];
    if (story) this.insert(story.url, story.headline);
  }

  insert(href, text) {
    this.dialog.close();
    const chain = this.editor.chain().focus();
    if (this.editor.isActive("link")) chain.extendMarkRange("link").setLink({ href }).run();
    else if (!this.editor.state.selection.empty) chain.setLink({ href }).run();
    else chain.insertContent({ type: "text", text, marks: [{ type: "link", attrs: { href } }] }).unsetMark("link").run();
  }
}

const dialog = document.getElementById("desk-link");
if (dialog && writing) {
  onEditor((editor) => {
    const link = new LinkDialog(dialog, editor);
    document.querySelector("#writing-line [data-link]").addEventListener("click", () => link.open());
    document.addEventListener("desk:link", () => link.open());
  });
}
