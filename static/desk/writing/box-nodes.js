// Two frames around paragraphs: a fact box, and a quotation lifted out of the text.
// The editor loads them by name (DJANGO_PROSE_EDITOR_EXTENSIONS in the settings).
import { Node } from "django-prose-editor/editor";

export const FactBox = Node.create({
  name: "factBox",
  group: "block",
  content: "block+",
  defining: true,
  parseHTML() {
    return [{ tag: "aside" }];
  },
  renderHTML() {
    return ["aside", 0];
  },
});

export const PullQuote = Node.create({
  name: "pullQuote",
  group: "block",
  content: "paragraph+",
  defining: true,
  parseHTML() {
    // Before the plain quotation, which takes every blockquote.
    return [{ tag: "blockquote.pull", priority: 60 }];
  },
  renderHTML() {
    return ["blockquote", { class: "pull" }, 0];
  },
});
