/* Keeps a copy of what is typed into the article form in this browser, so that a session that ended, a crash or
   a lost connection costs nobody their text. A copy lives under the person, the story and a key of its own; the
   server names the key in the address (#saved-…) once the text is stored, and the copy is forgotten. */

const PREFIX = "newsroom-unsaved";
// What merge.js keeps of decisions about the same text.
const MERGE = "newsroom-merge";
const DAYS = 30;
const WAIT = 700;
// The server gets what is typed after three quiet seconds, and every twenty while somebody goes on typing.
const QUIET = 3000;
const AT_LEAST = 20000;
// What a browser may not bring back: what guards a request, and what Django counts rows with.
const OURS = /^(csrfmiddlewaretoken|unsaved_key)$|__prefix__|-(TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS$/;
const HIDDEN_ROW = /^(contributions|sources)-\d+-(id|article)$/;
const TOTAL = /^(.+)-TOTAL_FORMS$/;

function keys(...prefixes) {
  try {
    return Object.keys(localStorage).filter((name) => (prefixes.length ? prefixes : [PREFIX]).includes(name.split("/")[0]));
  } catch {
    return [];
  }
}

function copyOf(name) {
  try {
    return JSON.parse(localStorage.getItem(name));
  } catch {
    return null;
  }
}

// What was typed after the save had been sent is not in what was stored: it stays, as a copy of that story.
function keepLate(name, { isLate: _isLate, ...copy }) {
  const story = document.getElementById("unsaved-offer")?.dataset.article;
  const [prefix, who, article, key] = name.split("/");
  if (article !== story) {
    // The first save made the story: nobody else can have written in it yet.
    delete copy.fields.edit_version;
    delete copy.fields.base_revision;
  }
  localStorage.setItem([prefix, who, story || article, key].join("/"), JSON.stringify(copy));
}

// The server stored it: forget the copy, on whichever page the save led to.
function forgetSaved() {
  const saved = /^#saved-([0-9a-f]{32})$/.exec(location.hash);
  if (!saved) return;
  for (const name of keys(PREFIX, MERGE).filter((each) => each.endsWith(`/${saved[1]}`))) {
    const copy = copyOf(name);
    localStorage.removeItem(name);
    if (copy?.isLate) keepLate(name, copy);
  }
  history.replaceState(history.state, "", location.pathname + location.search);
}

function forgetOld() {
  const oldest = Date.now() - DAYS * 86400000;
  for (const name of keys(PREFIX, MERGE)) {
    const copy = copyOf(name);
    if (!copy || copy.at < oldest) localStorage.removeItem(name);
  }
}

function newKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

const isKept = (field) => field.name && !OURS.test(field.name) && !HIDDEN_ROW.test(field.name)
  && !["button", "submit", "file", "fieldset"].includes(field.type);

function valueOf(field) {
  if (field.type === "checkbox") return field.checked;
  // A chosen row is kept with its name: the field fetches rows from the server only when it is opened.
  if (field.tagName === "SELECT") return [field.value, field.selectedOptions[0]?.text || ""];
  return field.value;
}

function read(form) {
  const fields = Array.from(form.elements).filter(isKept).map((field) => [field.name, valueOf(field)]);
  const totals = Array.from(form.elements).filter((field) => TOTAL.test(field.name)).map((field) => [field.name, Number(field.value)]);
  return { fields: Object.fromEntries(fields), totals: Object.fromEntries(totals) };
}

function setValue(field, value) {
  if (field.type === "checkbox") {
    field.checked = value;
  } else if (field.tagName === "SELECT") {
    const [chosen, text] = value;
    if (!Array.from(field.options).some((option) => option.value === chosen)) field.add(new Option(text, chosen));
    field.value = chosen;
  } else {
    field.value = value;
    // The prose editor stands in front of its textarea and has to be told itself.
    field.closest(".prose-editor")?.querySelector(".tiptap")?.editor?.commands.setContent(value, true);
  }
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

function setRows(form, name, wanted) {
  const total = form.elements.namedItem(name);
  const prefix = TOTAL.exec(name)[1];
  const add = document.querySelector(`#${CSS.escape(prefix)}-group .add-row a`);
  while (total && add && Number(total.value) < wanted) {
    const before = total.value;
    add.click();
    if (total.value === before) break;
  }
  for (let row = wanted; total && row < Number(total.value); row += 1) {
    const gone = form.elements.namedItem(`${prefix}-${row}-DELETE`);
    if (gone) gone.checked = true;
  }
}

function restore(form, copy) {
  Object.entries(copy.totals).forEach(([name, wanted]) => setRows(form, name, wanted));
  for (const [name, value] of Object.entries(copy.fields)) {
    const field = form.elements.namedItem(name);
    if (field && isKept(field)) setValue(field, value);
  }
}

// Two texts are the same on whatever version they were typed.
const text = ({ fields: { edit_version: _version, base_revision: _base, ...fields }, totals }) => JSON.stringify([fields, totals]);
const same = (one, other) => text(one) === text(other);

// What the server keeps is the same copy, for a return from another browser. A null payload forgets it.
async function send(form, template, key, payload) {
  try {
    const answer = await fetch(template.dataset.url, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": form.elements.namedItem("csrfmiddlewaretoken").value },
      body: JSON.stringify({ key, payload }),
      redirect: "error",
    });
    return answer.ok;
  } catch {
    // Offline, or the session has ended: this browser has its own copy.
    return false;
  }
}

// The server says where a copy differs from what is saved now: it knows how each field reads.
async function compare(form, template, notice, copy) {
  const button = notice.querySelector("[data-compare]");
  const place = notice.querySelector("[data-differences]");
  place.hidden = !place.hidden;
  button.setAttribute("aria-expanded", String(!place.hidden));
  if (place.hidden) return;
  let told = "";
  try {
    const answer = await fetch(template.dataset.compareUrl, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": form.elements.namedItem("csrfmiddlewaretoken").value },
      body: JSON.stringify({ fields: copy.fields, totals: copy.totals }),
      redirect: "error",
    });
    if (answer.ok) told = await answer.text();
  } catch {
    // Offline, or the session has ended.
  }
  place.querySelector("[data-told]").innerHTML = told;
  place.querySelector("[data-untold]").hidden = Boolean(told);
}

function offer(form, template, name, copy) {
  const notice = template.content.firstElementChild.cloneNode(true);
  const time = notice.querySelector("time");
  const at = new Date(copy.at);
  const today = at.toDateString() === new Date().toDateString();
  time.dateTime = at.toISOString();
  time.textContent = at.toLocaleString(document.documentElement.lang || "en", {
    hour: "2-digit", minute: "2-digit", hourCycle: "h23", ...(today ? {} : { day: "numeric", month: "long" }),
  });
  notice.querySelector("[data-restore]").addEventListener("click", () => {
    // From here on the form writes to this copy, and a save forgets it.
    form.elements.namedItem("unsaved_key").value = name.split("/").pop();
    restore(form, copy);
    notice.remove();
  });
  notice.querySelector("[data-compare]")?.addEventListener("click", () => compare(form, template, notice, copy));
  notice.querySelector("[data-discard]").addEventListener("click", () => {
    localStorage.removeItem(name);
    send(form, template, name.split("/").pop(), null);
    notice.remove();
  });
  form.before(notice);
}

function keep(form, template) {
  const key = form.elements.namedItem("unsaved_key");
  key.value ||= newKey();
  const where = `${PREFIX}/${encodeURIComponent(template.dataset.who)}/${template.dataset.article}/`;
  const opened = read(form);
  const isBound = "bound" in template.dataset;

  const copies = new Map(JSON.parse(document.getElementById("unsaved-kept").textContent).map(({ key: name, ...copy }) => [where + name, copy]));
  // Of two copies of one window the newer counts: the browser's, unless it was typed elsewhere since.
  for (const name of keys().filter((each) => each.startsWith(where))) {
    const copy = copyOf(name);
    if (copy && !(copies.get(name)?.at > copy.at)) copies.set(name, copy);
  }
  const offered = [opened];
  for (const [name, copy] of isBound ? [] : [...copies].sort(([, one], [, other]) => other.at - one.at)) {
    // What two windows kept alike is one text.
    if (offered.some((each) => same(copy, each))) {
      localStorage.removeItem(name);
      send(form, template, name.split("/").pop(), null);
    } else offer(form, template, name, copy);
    offered.push(copy);
  }

  let waiting;
  let changed = false;
  let sending;
  let sent = Date.now();
  let isLate = false;
  const keepThere = () => {
    clearTimeout(sending);
    sent = Date.now();
    const typed = read(form);
    if (isBound || !same(typed, opened)) send(form, template, key.value, typed);
  };
  const store = () => {
    clearTimeout(waiting);
    if (!changed) return;
    changed = false;
    const typed = read(form);
    try {
      // Scripts speak up too while they set up their fields: only what differs is somebody's typing.
      if (!isBound && same(typed, opened)) localStorage.removeItem(where + key.value);
      else localStorage.setItem(where + key.value, JSON.stringify({ at: Date.now(), isLate, ...typed }));
    } catch {
      // No room, or storage is switched off: the form works as it would without a copy.
    }
  };
  const touch = () => {
    changed = true;
    clearTimeout(waiting);
    waiting = setTimeout(store, WAIT);
    clearTimeout(sending);
    sending = setTimeout(keepThere, Math.min(QUIET, Math.max(0, sent + AT_LEAST - Date.now())));
  };
  form.addEventListener("input", touch);
  form.addEventListener("change", touch);
  // The autocomplete fields speak through jQuery only.
  window.django?.jQuery?.(form).on("change", touch);
  form.addEventListener("submit", () => {
    clearTimeout(sending);
    changed ||= isLate;
    isLate = false;
    store();
    isLate = true;
  });
  // Back from a save that did not arrive.
  addEventListener("pageshow", () => { isLate = false; });
  addEventListener("pagehide", store);
  document.addEventListener("visibilitychange", () => { if (document.hidden) store(); });
}

forgetSaved();
forgetOld();
const form = document.getElementById("article_form");
const template = document.getElementById("unsaved-offer");
if (form && template) keep(form, template);
