// Quotation marks, dashes, ellipses and the space before a unit, made while somebody types. Each replacement
// is a step of its own: one undo gives back what was typed.
import { fieldOf, onEditor, writing } from "./page.js";
import { smarten } from "./quotes.js";

const language = () => fieldOf("language")?.value;

function plain(field) {
  let ours = false;
  field.addEventListener("input", (event) => {
    if (ours || event.inputType !== "insertText" || event.isComposing || event.data?.length !== 1) return;
    const caret = field.selectionStart;
    const change = smarten(field.value.slice(0, caret - 1), event.data, language());
    if (!change) return;
    ours = true;
    field.setSelectionRange(caret - change.back, caret);
    // Old and deprecated, and the only way to write into a field that its undo knows of.
    document.execCommand("insertText", false, change.text);
    ours = false;
  });
}

function rich(editor, pm) {
  const { closeHistory } = pm.history;
  const isCode = ($from, state) => $from.parent.type.spec.code
    || (state.storedMarks || $from.marks()).some((mark) => mark.type.spec.code || mark.type.name === "code");
  editor.registerPlugin(new pm.state.Plugin({
    props: {
      handleTextInput(view, from, _to, text, asTyped) {
        if (view.composing || text.length !== 1) return false;
        const $from = view.state.doc.resolve(from);
        if (isCode($from, view.state)) return false;
        const change = smarten($from.parent.textBetween(0, $from.parentOffset, null, "\ufffc"), text, language());
        if (!change) return false;
        view.dispatch(asTyped());
        view.dispatch(closeHistory(view.state.tr.insertText(change.text, from + 1 - change.back, from + 1)));
        // What is typed next is another step again.
        view.dispatch(closeHistory(view.state.tr));
        return true;
      },
    },
  }), (plugin, others) => [plugin, ...others]);
}

if (writing?.smart) {
  writing.prose_fields.map(fieldOf).filter((field) => field?.matches("input, textarea")).forEach(plain);
  onEditor(rich);
}
