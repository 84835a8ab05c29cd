// A picture of ours in the text: one piece, shown small, moved and deleted as a whole.
// The editor loads this by name (DJANGO_PROSE_EDITOR_EXTENSIONS in the settings).
import { Node } from "django-prose-editor/editor";
import { say, writing } from "./page.js";

const kept = (name, data) => ({ default: "", parseHTML: (figure) => figure.dataset[data] || "", renderHTML: () => ({}), name });

function shown({ photo, look, hidden }) {
  const dom = document.createElement("figure");
  dom.dataset.photo = photo;
  const told = writing ? [say(look ? `look_${look}` : "look_column"), hidden && say("picture_hidden", { why: hidden })] : [photo];
  if (writing) {
    const image = document.createElement("img");
    image.src = `${writing.photos}${photo}/`;
    image.alt = say("picture_number", { n: photo });
    image.draggable = false;
    dom.append(image);
  }
  const line = document.createElement("span");
  line.textContent = told.filter(Boolean).join(" · ");
  dom.append(line);
  return { dom };
}

export const Picture = Node.create({
  name: "picture",
  group: "block",
  atom: true,
  draggable: true,
  selectable: true,
  addAttributes() {
    return { photo: kept("photo", "photo"), look: kept("look", "look"), hidden: kept("hidden", "hidden") };
  },
  parseHTML() {
    return [{ tag: "figure[data-photo]" }];
  },
  renderHTML({ node }) {
    const { photo, look, hidden } = node.attrs;
    return ["figure", { "data-photo": photo, ...(look && { "data-look": look }), ...(hidden && { "data-hidden": hidden }) }];
  },
  renderText() {
    return "";
  },
  addNodeView() {
    return ({ node }) => shown(node.attrs);
  },
});
