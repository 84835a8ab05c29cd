// Somebody else's post, video or sound in the text: one piece, moved and deleted as a whole.
// The editor loads this by name (DJANGO_PROSE_EDITOR_EXTENSIONS in the settings).
import { Node } from "django-prose-editor/editor";

export const Embed = Node.create({
  name: "embed",
  group: "block",
  atom: true,
  draggable: true,
  selectable: true,
  addAttributes() {
    return { address: { default: "", parseHTML: (figure) => figure.dataset.embed, renderHTML: () => ({}) } };
  },
  parseHTML() {
    return [{ tag: "figure[data-embed]" }];
  },
  renderHTML({ node }) {
    const { address } = node.attrs;
    return ["figure", { "data-embed": address }, ["a", { href: address }, address]];
  },
  renderText({ node }) {
    return node.attrs.address;
  },
});
