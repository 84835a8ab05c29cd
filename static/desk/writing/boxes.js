// The buttons for fact box and pull quote: around what is selected, and off again.
import { onEditor } from "./page.js";

onEditor((editor) => {
  for (const button of document.querySelectorAll("#writing-line [data-box]")) {
    const name = button.dataset.box;
    button.addEventListener("click", () => editor.chain().focus().toggleWrap(name).run());
    const show = () => button.setAttribute("aria-pressed", String(editor.isActive(name)));
    editor.on("selectionUpdate", show);
    editor.on("update", show);
    show();
  }
});
