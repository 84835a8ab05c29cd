/* The merge page: writing by hand chooses “By hand”, and what was decided is kept in this browser until it is
   saved, so that a session that ended costs nobody a decision. The names of the clashes are made of what
   collides: what was kept for one fits no other. */

const PREFIX = "newsroom-merge";
const form = document.getElementById("merge_form");

function stored(name) {
  try {
    return JSON.parse(localStorage.getItem(name)) || {};
  } catch {
    return {};
  }
}

function write(field, value) {
  field.value = value;
  field.closest(".prose-editor")?.querySelector(".tiptap")?.editor?.commands.setContent(value, true);
}

function start() {
  // Under the key of the text that is merged: unsaved.js forgets both once it is saved.
  const where = `${PREFIX}/${encodeURIComponent(form.dataset.who)}/${form.elements.namedItem("unsaved_key")?.value}`;
  const kept = stored(where).fields || {};
  const ours = [...form.elements].filter((field) => /^(take|hand)-/.test(field.name));
  const keep = () => {
    const decided = ours.filter((field) => field.type !== "radio" || field.checked).map((field) => [field.name, field.value]);
    try {
      localStorage.setItem(where, JSON.stringify({ at: Date.now(), fields: Object.fromEntries(decided) }));
    } catch {
      // No room: the page works as it would without.
    }
  };
  const byHand = (field) => {
    const radio = form.querySelector(`input[type=radio][name="${CSS.escape(field.name.replace(/^hand-/, "take-"))}"][value=hand]`);
    if (radio) radio.checked = true;
  };
  for (const field of ours) {
    if (!(field.name in kept)) continue;
    if (field.type === "radio") field.checked = field.value === kept[field.name];
    else if (field.value !== kept[field.name]) write(field, kept[field.name]);
    const hand = field.closest(".merge-clash").querySelector("details");
    if (field.checked && field.value === "hand" && hand) hand.open = true;
  }
  // Only what somebody types: the editor speaks up as well while it is set up.
  form.addEventListener("beforeinput", (event) => {
    const field = event.target.closest("details")?.querySelector("[name^=hand-]");
    if (field) byHand(field);
  });
  form.addEventListener("input", keep);
  form.addEventListener("change", (event) => {
    const hand = event.target.type === "radio" && event.target.closest(".merge-clash").querySelector("details");
    if (hand) hand.open = event.target.value === "hand";
    keep();
  });
  form.addEventListener("submit", keep);
  addEventListener("pagehide", keep);
}

if (form) start();
