// The keys of the desk. Which there are stands in the page (templates/admin/keys.html); each does what a
// button or a link there does, and does nothing where there is none. All of them can be switched off.

const dialog = document.getElementById("desk-keys");
const isMac = /Mac|iPhone|iPad/.test(navigator.platform);
const SEQUENCE = 1500;

const first = (...selectors) => selectors.map((selector) => document.querySelector(selector)).find(Boolean);
const editorOf = () => document.querySelector(".field-body .tiptap")?.editor;
const press = (element) => {
  element?.click();
  return Boolean(element);
};
// Beside what is being written, which stays as it is.
const openBeside = (link) => Boolean(link && (window.open(link.href, "_blank"), true));
const goTo = (address) => {
  location.assign(address);
  return true;
};

const TARGETS = {
  save: () => first("button[name=_continue]", "input[name=_continue]"),
  send: () => first(...["submit", "approve", "publish"].map((verb) => `.desk-head button[name=_verb][value=${verb}]`)),
  preview: () => first('.desk-head a[href$="/preview/"]'),
  compare: () => first('.desk-head a[href*="/compare/"]'),
  search: () => first("#searchbar", "#nav-filter"),
};

function focusSearch() {
  const field = TARGETS.search();
  field?.focus();
  field?.select();
  return Boolean(field);
}

// The rows of a list; the focus itself walks them, so that it is seen and heard.
const rows = () => [...document.querySelectorAll("#result_list tbody tr")];
const rowLink = (row) => row?.querySelector("th a, td.field-story a, td a");
const current = () => document.activeElement.closest("#result_list tbody tr");

function walk(step) {
  const all = rows();
  if (!all.length) return false;
  const at = all.indexOf(current());
  const next = all[at < 0 ? 0 : Math.min(Math.max(at + step, 0), all.length - 1)];
  rowLink(next)?.focus();
  next.scrollIntoView({ block: "nearest" });
  return true;
}

const ACTIONS = {
  save: () => press(TARGETS.save()),
  send: () => press(TARGETS.send()),
  preview: () => openBeside(TARGETS.preview()),
  compare: () => openBeside(TARGETS.compare()),
  link: () => {
    if (!document.getElementById("desk-link") || !editorOf()?.isFocused) return false;
    return document.dispatchEvent(new CustomEvent("desk:link"));
  },
  quote: () => Boolean(editorOf()?.isFocused && editorOf().chain().focus().toggleBlockquote().run()),
  help: () => {
    if (!dialog.open) dialog.showModal();
    return true;
  },
  desk: (row) => goTo(row.dataset.url),
  list: (row) => goTo(row.dataset.url),
  corrections: (row) => goTo(row.dataset.url),
  search: focusSearch,
  down: () => walk(1),
  up: () => walk(-1),
  open: () => press(current() && rowLink(current())),
  choose: () => press(current()?.querySelector(".action-select")),
};

const keys = [...(dialog?.querySelectorAll("[data-action]") || [])].map((row) => ({
  row, action: row.dataset.action, single: row.dataset.single === "1", parts: row.dataset.keys.split("+"),
}));

function matches({ parts }, event) {
  const name = parts.at(-1);
  const wants = (part) => parts.includes(part);
  if (wants("Control") !== (event.ctrlKey || event.metaKey) || wants("Alt") !== event.altKey) return false;
  // Signs stand elsewhere on other keyboards, with or without Shift.
  if (name === "/") return event.key === "/";
  if (wants("Shift") !== event.shiftKey) return false;
  if (name === ".") return event.code === "Period";
  if (name === "Enter") return event.key === "Enter";
  return event.key.toLowerCase() === name.toLowerCase();
}

const isTyping = (element) => element.closest("[contenteditable=true], textarea, select, .select2-container, dialog")
  || (element.matches("input") && !["checkbox", "radio", "button", "submit"].includes(element.type));

let begun = { key: "", at: 0 };

function single(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return null;
  const sequence = event.timeStamp - begun.at < SEQUENCE ? `${begun.key} ${event.key}` : "";
  begun = { key: event.key, at: event.timeStamp };
  const found = keys.filter((key) => key.single);
  return found.find(({ row }) => row.dataset.keys === sequence) || found.find(({ row }) => row.dataset.keys === event.key);
}

function pressed(event) {
  // AltGr types a character on many keyboards and says Ctrl+Alt; an input method has the keys for itself. An
  // open dialog has its own.
  if (event.isComposing || event.defaultPrevented || event.getModifierState("AltGraph") || document.querySelector("dialog[open]")) return;
  const combined = dialog.dataset.shortcuts === "1" && !event.repeat && keys.find((key) => !key.single && ACTIONS[key.action] && matches(key, event));
  const key = combined || (dialog.dataset.single === "1" && single(event));
  if (key && ACTIONS[key.action](key.row)) {
    event.preventDefault();
    event.stopPropagation();
  }
}

// A button that has a key says so.
function tell() {
  for (const { action, parts, single: isSingle } of keys) {
    const target = !isSingle && dialog.dataset.shortcuts === "1" && TARGETS[action]?.();
    if (!target) continue;
    target.setAttribute("aria-keyshortcuts", parts.join("+"));
    target.title = shown(parts);
  }
}

const shown = (parts) => parts.map((part) => ({ Control: isMac ? "⌘" : "Ctrl", Alt: isMac ? "⌥" : "Alt" })[part] || part).join("+");

if (dialog) {
  if (isMac) dialog.querySelectorAll("kbd").forEach((kbd) => { if (kbd.textContent === "Ctrl") kbd.textContent = "⌘"; });
  // Before the editor, whose own Ctrl+Enter and Ctrl+K would come first.
  document.addEventListener("keydown", pressed, true);
  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
  document.querySelectorAll("[data-show-keys]").forEach((link) => link.addEventListener("click", (event) => {
    event.preventDefault();
    dialog.showModal();
  }));
  tell();
}
