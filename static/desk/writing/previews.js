// The headlines as other surfaces cut them, while they are written. The page shows what was saved before.
import { fieldOf, say, writing } from "./page.js";

const valueOf = (name) => (fieldOf(name)?.value ?? writing.saved[name]).trim();

const isCut = (element) => element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1;

// Of the fields a surface may take, the first that says something counts; which one it was is told.
function refresh(surface) {
  for (const part of surface.querySelectorAll("[data-fields]")) {
    const names = part.dataset.fields.split(" ");
    const name = names.find(valueOf);
    part.textContent = name ? valueOf(name) : "";
    if (part.matches("[data-title]")) {
      const first = writing.labels[names[0]];
      const falls = name && name !== names[0];
      surface.querySelector("[data-uses]").textContent = say(falls ? "falls_back" : "uses", { field: writing.labels[name || names[0]], first });
      surface.querySelector("[data-cut]").hidden = !isCut(part);
    }
  }
}

function start(panel) {
  const surfaces = [...panel.querySelectorAll("[data-surface]")];
  const show = () => surfaces.forEach(refresh);
  for (const name of Object.keys(writing.saved)) fieldOf(name)?.addEventListener("input", show);
  addEventListener("resize", show);
  show();
  document.fonts?.ready.then(show);
}

const panel = document.getElementById("headline-previews");
if (panel && writing) start(panel);
