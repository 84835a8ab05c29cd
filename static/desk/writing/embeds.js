// The dialog that puts somebody else's post, video or sound into the text. The server asks its provider, once.
import { onEditor, say, writing } from "./page.js";

class EmbedDialog {
  constructor(dialog, editor) {
    this.dialog = dialog;
    this.editor = editor;
    this.input = dialog.querySelector("input");
    this.status = dialog.querySelector("[role=status]");
    this.button = dialog.querySelector("[type=submit]");
    dialog.querySelector("form").addEventListener("submit", (event) => this.submit(event));
    dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => {
      this.asked?.abort();
      this.editor.commands.focus();
    });
  }

  open(address = "") {
    this.input.value = address;
    this.status.textContent = "";
    this.button.disabled = false;
    this.dialog.showModal();
    this.input.select();
  }

  async submit(event) {
    event.preventDefault();
    const address = this.input.value.trim();
    if (!address || this.button.disabled) return;
    this.button.disabled = true;
    this.status.textContent = say("embed_asking");
    this.asked = new AbortController();
    try {
      this.take(await this.ask(address));
    } catch (error) {
      if (error.name !== "AbortError") this.status.textContent = error.told || say("embed_no_answer");
    } finally {
      this.button.disabled = false;
    }
  }

  async ask(address) {
    const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
    const answer = await fetch(writing.embed, {
      method: "POST",
      headers: { "X-CSRFToken": token },
      body: new URLSearchParams({ address }),
      signal: this.asked.signal,
    });
    const told = await answer.json();
    if (!answer.ok) throw Object.assign(new Error("refused"), { told: told.error });
    return told;
  }

  take(told) {
    this.dialog.close();
    this.editor.chain().focus().insertContent({ type: "embed", attrs: { address: told.address } }).run();
    const live = document.getElementById("writing-live");
    live.textContent = told.problem || say("embed_in", { label: told.label, what: told.title || told.text.slice(0, 80) || told.author });
  }
}

const dialog = document.getElementById("desk-embed");
if (dialog && writing) {
  onEditor((editor, pm) => {
    const embed = new EmbedDialog(dialog, editor);
    document.querySelector("#writing-line [data-embed-dialog]").addEventListener("click", () => embed.open());
    // The address of a listed provider, pasted where a paragraph would begin, is what the dialog is for.
    editor.registerPlugin(new pm.state.Plugin({
      props: {
        handlePaste(view, event) {
          const text = event.clipboardData?.getData("text/plain").trim() || "";
          const { $from, empty } = view.state.selection;
          if (!empty || $from.parent.content.size || $from.depth !== 1 || !URL.canParse(text)) return false;
          if (!writing.embed_hosts.includes(new URL(text).host)) return false;
          embed.open(text);
          return true;
        },
      },
    }), (plugin, others) => [plugin, ...others]);
  });
}
