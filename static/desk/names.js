// Names for what scripts put in place of a field: the choice by typing, and the editor. A screen reader
// says of them what the label says of the field. Lines added to a form later are named as they come.

const named = (field) => document.querySelector(`label[for="${CSS.escape(field.id)}"]`)?.textContent.trim() || field.getAttribute("aria-label");

function nameChoice(select) {
  const name = named(select);
  const shown = select.nextElementSibling;
  if (!name || !shown?.classList.contains("select2-container")) return;
  shown.querySelectorAll('[role="searchbox"]').forEach((part) => part.setAttribute("aria-label", name));
  const choice = shown.querySelector('[role="combobox"]');
  const held = shown.querySelector(".select2-selection__rendered");
  if (!choice || !held || choice.id) return;
  // Called by the field's name and by what it holds; what it holds is no field of its own.
  choice.id = `${select.id}_choice`;
  choice.setAttribute("aria-label", name);
  choice.setAttribute("aria-labelledby", `${choice.id} ${held.id}`);
  held.removeAttribute("role");
  held.removeAttribute("aria-readonly");
}

function nameEditor(editor) {
  const field = editor.closest(".prose-editor")?.querySelector("textarea");
  const name = field && named(field);
  if (name) editor.setAttribute("aria-label", name);
}

// What is typed into while the list of choices is open stands at the end of the page.
function nameSearch(search) {
  const select = document.querySelector(".select2-container--open")?.previousElementSibling;
  const name = select && named(select);
  if (name) search.setAttribute("aria-label", name);
}

function nameAll() {
  // The admin's own sign beside a filter says something, so it has to be something.
  document.querySelectorAll(".search-label-icon[aria-label]:not([role])").forEach((sign) => sign.setAttribute("role", "img"));
  document.querySelectorAll("select.select2-hidden-accessible").forEach(nameChoice);
  document.querySelectorAll(".select2-dropdown .select2-search__field:not([aria-label])").forEach(nameSearch);
  document.querySelectorAll(".tiptap:not([aria-label])").forEach(nameEditor);
}

if (document.querySelector("#content form")) {
  new MutationObserver(nameAll).observe(document.body, { childList: true, subtree: true });
  nameAll();
}
