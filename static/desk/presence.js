// Who is in this story now: a sign of life every 20 seconds, and what to do when somebody else is. Opening the
// form says no more than that it is open; the story is somebody's from their first key on.
const EVERY = 20000;
const box = document.getElementById("desk-presence");
const form = document.getElementById("article_form");

function windowName() {
  // One name for each window; a reload keeps it, a copy of the tab gets a new one from the server's answer.
  let name = sessionStorage.getItem("newsroom-window");
  if (!name) {
    name = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
    sessionStorage.setItem("newsroom-window", name);
  }
  return name;
}

function start() {
  const token = windowName();
  const part = (name) => box.querySelector(`[data-${name}]`);
  const words = (name, told) => box.querySelector(`[data-words="${name}"]`).innerHTML.replace("{who}", () => told.who).replace("{since}", told.since || "");
  let held = false;
  let typing = false;

  const show = (name, text) => {
    const notice = part(name);
    notice.hidden = !text;
    if (text && notice.querySelector("[data-who]").textContent !== text) notice.querySelector("[data-who]").textContent = text;
  };

  function saving(allowed) {
    form.querySelectorAll("button[type=submit], input[type=submit]").forEach((button) => { button.disabled = !allowed; });
  }

  function tell(told) {
    show("reading", told.reading ? words("reading", { who: told.reading }) : "");
    part("claim").hidden = typing || Boolean(told.who);
    if (told.mine) {
      held = true;
      saving(true);
      show("other", "");
      show("lost", "");
      show("asked", told.asked ? words("asked", { who: told.asked }) : "");
    } else if (held && told.taken) {
      saving(false);
      show("asked", "");
      show("lost", words("lost", told));
    } else {
      show("other", told.who ? words(told.own ? "own" : "editing", told) : "");
      part("ask").hidden = !told.who || told.own;
    }
  }

  async function send(extra = {}) {
    const body = new FormData();
    body.set("csrfmiddlewaretoken", form.elements.namedItem("csrfmiddlewaretoken").value);
    body.set("token", token);
    if (typing) body.set("editing", "1");
    Object.entries(extra).forEach(([name, value]) => body.set(name, value));
    try {
      const answer = await fetch(box.dataset.url, { method: "POST", body, keepalive: true, redirect: "error" });
      if (answer.ok && !("leave" in extra)) tell(await answer.json());
    } catch {
      // Offline, or logged out: the lock goes stale by itself, and saving says what is wrong.
    }
  }

  const edit = () => {
    if (typing) return;
    typing = true;
    send();
  };
  // Scripts speak up too while they set up their fields; only a person's own key or click counts.
  const touched = (event) => { if (event.isTrusted) edit(); };
  form.addEventListener("input", touched);
  form.addEventListener("change", touched);
  window.django?.jQuery?.(form).on("select2:select", edit);
  document.addEventListener("click", (event) => { if (event.target.closest("[data-restore], [data-claim]")) edit(); });
  part("ask").addEventListener("click", () => send({ ask: "1" }));
  part("hand-over").addEventListener("click", async () => {
    typing = false;
    await send({ leave: "1" });
    held = false;
    location.assign(box.dataset.url.replace(/presence\/$/, "change/"));
  });
  setInterval(() => { if (!document.hidden) send(); }, EVERY);
  addEventListener("focus", () => send());
  addEventListener("pagehide", () => { send({ leave: "1" }); });
  send();
}

if (box && form) start();
