// The headlines as other surfaces cut them, while they are written. The page shows what was saved before.
import { fieldOf, labelOf, say, writing } from "./page.js";

// Which of the fields a surface takes: the first that says something.
function chosen(names) {
  const fields = names.map(fieldOf).filter(Boolean);
  return fields.find((field) => field.value.trim()) || null;
}

const isCut = (element) => element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1;

function refresh(surface) {
  for (const part of surface.querySelectorAll("[data-fields]")) {
    const names = part.dataset.fields.split(" ");
    const field = chosen(names);
    part.textContent = field ? field.value.trim() : "";
    if (part.matches("[data-title]")) {
      const first = labelOf(fieldOf(names[0]));
      const note = surface.querySelector("[data-uses]");
      note.textContent = !field || field === fieldOf(names[0]) ? say("uses", { field: first }) : say("falls_back", { field: labelOf(field), first });
      surface.querySelector("[data-cut]").hidden = !isCut(part);
    }
  }
}

function start(panel) {
  const surfaces = [...panel.querySelectorAll("[data-surface]")];
  const show = () => surfaces.forEach(refresh);
  const names = new Set([...panel.querySelectorAll("[data-fields]")].flatMap((part) => part.dataset.fields.split(" ")));
  for (const name of names) fieldOf(name)?.addEventListener("input", show);
  addEventListener("resize", show);
  show();
  document.fonts?.ready.then(show);
}

const panel = document.getElementById("headline-previews");
if (panel && writing) start(panel);
