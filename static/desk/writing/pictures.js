// The dialog that puts one of our pictures into the text, or changes how it stands there.
import { onEditor, say, writing } from "./page.js";

const WAIT = 250;

function choice({ key, words, credit, problem }, chosen) {
  const label = document.createElement("label");
  const radio = Object.assign(document.createElement("input"), { type: "radio", name: "photo", value: key, required: true, checked: String(key) === chosen });
  const image = Object.assign(document.createElement("img"), { src: `${writing.photos}${key}/`, alt: "", width: 90, height: 60, loading: "lazy" });
  const text = document.createElement("span");
  text.textContent = [words, credit, problem].filter(Boolean).join(" · ");
  label.append(radio, image, text);
  return label;
}

class PictureDialog {
  constructor(dialog, editor) {
    this.dialog = dialog;
    this.editor = editor;
    this.form = dialog.querySelector("form");
    this.words = dialog.querySelector("[type=search]");
    this.found = dialog.querySelector("[data-found]");
    this.status = dialog.querySelector("[role=status]");
    this.words.addEventListener("input", () => {
      clearTimeout(this.waiting);
      this.waiting = setTimeout(() => this.look(), WAIT);
    });
    // Enter in the search looks; it does not choose.
    this.words.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      this.look();
    });
    this.form.addEventListener("submit", (event) => this.submit(event));
    dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => this.editor.commands.focus());
  }

  open() {
    const { node } = this.editor.state.selection;
    this.current = node?.type.name === "picture" ? node.attrs : null;
    this.form.reset();
    this.form.elements.look.value = this.current?.look || "";
    this.form.elements.hidden.value = this.current?.hidden || "";
    this.dialog.showModal();
    this.look();
  }

  async look() {
    this.asked?.abort();
    this.asked = new AbortController();
    try {
      const answer = await fetch(`${writing.photos}?${new URLSearchParams({ q: this.words.value })}`, { signal: this.asked.signal });
      if (!answer.ok) throw new Error(answer.status);
      const { photos } = await answer.json();
      const chosen = this.form.elements.photo?.value || this.current?.photo || "";
      const { current } = this;
      const known = photos.some(({ key }) => String(key) === current?.photo);
      const all = current && !known ? [{ key: current.photo, words: say("picture_number", { n: current.photo }) }, ...photos] : photos;
      this.found.replaceChildren(...all.map((photo) => choice(photo, chosen)));
      this.status.textContent = photos.length ? say("pictures", { n: photos.length }) : say("no_picture");
    } catch (error) {
      if (error.name !== "AbortError") this.status.textContent = say("embed_no_answer");
    }
  }

  async submit(event) {
    event.preventDefault();
    const { photo, look, hidden } = Object.fromEntries(new FormData(this.form));
    if (!photo) return;
    this.status.textContent = say("picture_making");
    try {
      const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
      const answer = await fetch(`${writing.photos}${photo}/choose/`, { method: "POST", headers: { "X-CSRFToken": token } });
      if (!answer.ok) throw new Error(answer.status);
      const { words, problem } = await answer.json();
      const attrs = { photo, look, hidden: hidden.trim() };
      this.dialog.close();
      const chain = this.editor.chain().focus();
      if (this.current) chain.updateAttributes("picture", attrs).run();
      else chain.insertContent({ type: "picture", attrs }).run();
      document.getElementById("writing-live").textContent = problem || say("picture_in", { what: words });
    } catch {
      this.status.textContent = say("embed_no_answer");
    }
  }
}

const dialog = document.getElementById("desk-picture");
if (dialog && writing) {
  onEditor((editor) => {
    const picture = new PictureDialog(dialog, editor);
    document.querySelector("#writing-line [data-picture-dialog]").addEventListener("click", () => picture.open());
    editor.view.dom.addEventListener("dblclick", (event) => {
      if (event.target.closest("figure[data-photo]")) picture.open();
    });
  });
}
