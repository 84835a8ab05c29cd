// TK, XXX and [[ ]] are marked while somebody writes, counted, and one key press or click away.
import { fieldOf, labelOf, onEditor, say, writing } from "./page.js";
import { placeholders } from "./text.js";

// Those of the body, as positions in the document.
export function inDocument(doc) {
  const found = [];
  doc.descendants((node, position) => {
    if (!node.isTextblock) return true;
    // Whatever is no text counts one, as it does in the document.
    const text = node.textBetween(0, node.content.size, null, "\ufffc");
    for (const { from, to } of placeholders(text)) found.push({ from: position + 1 + from, to: position + 1 + to });
    return false;
  });
  return found;
}

function marking(pm) {
  const { Decoration, DecorationSet } = pm.view;
  const marked = (doc) => DecorationSet.create(doc, inDocument(doc).map(({ from, to }) => Decoration.inline(from, to, { class: "desk-placeholder" })));
  const plugin = new pm.state.Plugin({
    state: {
      init: (_config, state) => marked(state.doc),
      apply: (transaction, old) => (transaction.docChanged ? marked(transaction.doc) : old),
    },
    props: { decorations: (state) => plugin.getState(state) },
  });
  return plugin;
}

function watch(field, changed) {
  const note = document.createElement("span");
  note.className = "desk-placeholder-note";
  field.after(note);
  const show = () => {
    const found = placeholders(field.value);
    note.textContent = found.length ? say("placeholder_in", { text: found.map(({ text }) => text).join(", ") }) : "";
    field.toggleAttribute("data-placeholder", found.length > 0);
    changed();
  };
  field.addEventListener("input", show);
  show();
}

const inFields = (fields) => fields.flatMap((field) => placeholders(field.value).map(({ from, to }) => ({
  go: () => {
    field.focus();
    field.setSelectionRange(from, to);
    field.scrollIntoView({ block: "center" });
  },
  element: field,
  name: labelOf(field),
})));

const inEditor = (editor) => inDocument(editor.state.doc).map(({ from, to }) => ({
  go: () => editor.chain().focus().setTextSelection({ from, to }).scrollIntoView().run(),
  element: editor.view.dom,
  name: labelOf(fieldOf("body")),
}));

const inOrder = (one, other) => (one.element.compareDocumentPosition(other.element) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : one.element === other.element ? 0 : 1);

function start(editor, pm) {
  const button = document.querySelector("#writing-line [data-placeholders]");
  const fields = writing.placeholder_fields.map(fieldOf).filter((field) => field?.matches("input, textarea"));
  const all = () => [...inFields(fields), ...inEditor(editor)].sort(inOrder);
  const count = () => {
    const left = all().length;
    button.hidden = !left;
    button.textContent = say("placeholders", { n: left });
  };
  let next = 0;
  button.addEventListener("click", () => {
    const left = all();
    if (!left.length) return;
    next %= left.length;
    left[next].go();
    document.getElementById("writing-live").textContent = say("placeholder_at", { n: next + 1, all: left.length, field: left[next].name });
    next += 1;
  });
  editor.registerPlugin(marking(pm));
  editor.on("update", count);
  fields.forEach((field) => watch(field, count));
  count();
}

if (writing) onEditor(start);
