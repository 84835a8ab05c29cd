// A counter under each field whose surface has a limit, and one line under the editor for the body.
import { bodyText, fieldOf, labelOf, onEditor, say, writing } from "./page.js";
import { countWords, standing } from "./text.js";

// The state is told by a sign and in words; the colour only repeats it.
const SIGNS = { empty: "", fine: "✓", short: "△", long: "▲", over: "■" };

function sentence(found, limit) {
  const values = { ...limit, n: found.length, over: found.over, lines: found.lines };
  if (limit.per_line) return say(found.state === "empty" ? "no_lines" : "lines", values);
  return say(found.state === "empty" ? "fine" : found.state === "long" && limit.hard === limit.most ? "over" : found.state, values);
}

function counter(field, limit, live) {
  const shown = document.createElement("span");
  shown.className = "desk-counter";
  shown.id = `${field.id}-counter`;
  const sign = document.createElement("span");
  sign.setAttribute("aria-hidden", "true");
  const words = document.createElement("span");
  shown.append(sign, words);
  field.after(shown);
  field.setAttribute("aria-describedby", `${field.getAttribute("aria-describedby") || ""} ${shown.id}`.trim());
  let before = null;
  const show = () => {
    const found = standing(field.value, limit);
    sign.textContent = SIGNS[found.state];
    words.textContent = sentence(found, limit);
    shown.dataset.state = found.state;
    field.setAttribute("aria-invalid", String(found.state === "over" || Boolean(field.closest(".errors"))));
    // Only a crossing is spoken of, never each character.
    const worth = ["long", "over"];
    if (before !== null && before !== found.state && (worth.includes(found.state) || worth.includes(before))) {
      live.textContent = `${labelOf(field)}: ${words.textContent}`;
    }
    before = found.state;
  };
  field.addEventListener("input", show);
  show();
}

function bodyLine(editor, line) {
  const commissioned = fieldOf("commissioned_length");
  const show = () => {
    const { doc, selection } = editor.state;
    const words = countWords(bodyText(doc));
    const wanted = Number(commissioned?.value) || 0;
    line.querySelector("[data-words]").textContent = say(wanted ? "words_of" : "words", { n: words, wanted });
    line.querySelector("[data-words]").dataset.state = wanted && words > wanted * 1.1 ? "long" : "fine";
    line.querySelector("[data-minutes]").textContent = say("minutes", { n: Math.max(1, Math.round(words / writing.speed)) });
    const selected = selection.empty ? 0 : countWords(bodyText(doc, selection.from, selection.to));
    line.querySelector("[data-selected]").textContent = selected ? say("selected", { n: selected }) : "";
  };
  editor.on("update", show);
  editor.on("selectionUpdate", show);
  commissioned?.addEventListener("input", show);
  show();
}

if (writing) {
  const live = document.getElementById("writing-live");
  for (const [name, limit] of Object.entries(writing.limits)) {
    const field = fieldOf(name);
    if (field?.matches("input:not([type=hidden]), textarea")) counter(field, limit, live);
  }
  const line = document.getElementById("writing-line");
  onEditor((editor) => {
    editor.view.dom.closest(".prose-editor").after(line);
    line.hidden = false;
    bodyLine(editor, line);
  });
}
