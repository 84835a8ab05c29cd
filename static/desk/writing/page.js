// What the writing aids share: the texts and limits the page brings along, and the editor once it stands.

const holder = document.getElementById("writing");
export const writing = holder ? JSON.parse(holder.textContent) : null;

export function say(name, values = {}) {
  return writing.words[name].replace(/\{(\w+)\}/g, (whole, key) => (key in values ? values[key] : whole));
}

export const fieldOf = (name) => document.getElementById(`id_${name}`);

// The label as it stands over the field, for sentences about it.
export function labelOf(field) {
  return (field.labels?.[0]?.textContent || field.name).trim();
}

// Calls back with the editor of the body and ProseMirror's own parts, now or as soon as the editor is there.
export function onEditor(attach) {
  const textarea = fieldOf("body");
  if (!textarea) return;
  let attached = false;
  const found = async (editor) => {
    if (attached || !editor) return;
    attached = true;
    // By now the page has its import map.
    const { pm } = await import("django-prose-editor/editor");
    attach(editor, pm);
  };
  textarea.addEventListener("prose-editor:ready", (event) => found(event.detail.editor));
  found(textarea.closest(".prose-editor")?.querySelector(".tiptap")?.editor);
}

export const bodyText = (doc, from = 0, to = doc.content.size) => doc.textBetween(from, to, "\n", " ");
