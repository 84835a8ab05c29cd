// The article form's small comforts. Everything works without them.

// The weekday of a date that was typed, so that a wrong one is seen.
function weekday(field) {
  const shown = document.createElement("span");
  shown.className = "desk-weekday";
  field.after(shown);
  const show = () => {
    const date = field.value ? new Date(field.value) : null;
    shown.textContent = date && !Number.isNaN(date.valueOf())
      ? new Intl.DateTimeFormat(document.documentElement.lang || "en", {
        weekday: "long", day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
      }).format(date) : "";
  };
  field.addEventListener("input", show);
  show();
}

// Topics are suggested while the last one of the list is typed.
function suggestTopics(field) {
  const list = document.createElement("datalist");
  list.id = `${field.id}-suggestions`;
  field.after(list);
  field.setAttribute("list", list.id);
  let waiting;
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    const comma = field.value.lastIndexOf(",");
    const term = field.value.slice(comma + 1).trim();
    if (term.length < 2) return;
    waiting = setTimeout(async () => {
      const query = new URLSearchParams({ term, app_label: "articles", model_name: "articletopic", field_name: "tag" });
      const answer = await fetch(`${field.dataset.topicsUrl || "/admin/autocomplete/"}?${query}`);
      if (!answer.ok) return;
      const before = comma < 0 ? "" : `${field.value.slice(0, comma)}, `;
      const { results } = await answer.json();
      list.replaceChildren(...results.map(({ text }) => new Option("", before + text)));
    }, 250);
  });
}

// A link of the checklist leads to its field, also to one the editor stands for.
function jump() {
  const id = decodeURIComponent(location.hash.slice(1));
  const target = id && document.getElementById(id);
  if (!target) return;
  const place = target.closest(".form-row") || target;
  place.scrollIntoView({ block: "center" });
  const editor = place.querySelector(".tiptap");
  const focus = editor || (target.matches("input, select, textarea") ? target : target.querySelector("input:not([type=hidden]), select, textarea"));
  focus?.focus({ preventScroll: true });
}

// Leaving with something unsaved asks first; a form that is on its way cannot be sent twice.
function guard(form) {
  let changed = false;
  let sent = false;
  const note = () => { changed = true; };
  form.addEventListener("input", note);
  form.addEventListener("change", note);
  form.addEventListener("submit", (event) => {
    if (sent) event.preventDefault();
    sent = true;
  });
  addEventListener("pageshow", () => { sent = false; });
  addEventListener("beforeunload", (event) => {
    if (changed && !sent) event.preventDefault();
  });
}

// The wording of the chosen kind of change, unless a note has been written already.
function offerWording(form) {
  const note = form.elements.namedItem("note");
  // Only what is offered, as it is offered: the note is the editor's own once a word of it is typed.
  const wordings = new Map([...form.querySelectorAll("[data-wording]")].map((item) => [item.dataset.wording, item.textContent]));
  form.addEventListener("change", (event) => {
    if (event.target.name !== "change") return;
    const untouched = !note.value.trim() || [...wordings.values()].includes(note.value);
    if (untouched) note.value = wordings.get(event.target.value) || "";
  });
}

function start() {
  document.querySelectorAll("input[data-moment]").forEach(weekday);
  document.querySelectorAll("input[data-topics]").forEach(suggestTopics);
  document.querySelectorAll("#article_form, .desk-verb form").forEach(guard);
  const verb = document.querySelector(".desk-verb form");
  if (verb?.querySelector("[data-wording]")) offerWording(verb);
  addEventListener("hashchange", jump);
  if (location.hash) setTimeout(jump);
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
