// What is pasted from Word, Google Docs, LibreOffice or a web page becomes what the editor knows and nothing
// else. The sanitiser has the last word on the server; this one sees to it that what is meant survives.
import { cleanAddress } from "./address.js";
import { onEditor } from "./page.js";

const KEPT = new Set(["P", "H2", "H3", "UL", "OL", "LI", "BLOCKQUOTE", "HR", "BR", "STRONG", "EM", "SUB", "SUP", "A", "TABLE", "TBODY", "THEAD", "TR", "TH", "TD"]);
const DROPPED = "script, style, meta, link, title, xml, template, noscript, iframe, object, embed, form, input, button, select, textarea, svg, canvas, video, audio, img, picture";
// Comments and notes: what stands at the end of the text, and what points at it.
const NOTES = [
  ".MsoCommentReference", '[data-style*="mso-element:comment"]', '[data-style*="mso-element:footnote"]', '[data-style*="mso-element:endnote"]', '[data-style*="mso-list:Ignore"]',
  'a[href*="#_ftn"]', 'a[href*="#_edn"]', 'a[href*="#_msocom"]', 'a[href^="#ftnt"]', 'a[href^="#cmnt"]', 'a[href^="#cite_note"]', "a.sdfootnoteanc", "a.sdendnoteanc", '[id^="sdfootnote"]', '[id^="sdendnote"]', "sup.reference",
].join(", ");
const BLOCKS = "tr, td, th, tbody, thead, p, h1, h2, h3, h4, h5, h6, ul, ol, li, blockquote, table, hr, div, section, article, header, footer, main, aside, figure, dl, dt, dd, pre, center, address";
const SPACES = /[ \t\r\n\f\u00a0]+/g;

const styleOf = (element) => (element.dataset.style || "").toLowerCase().replace(/\s*([:;])\s*/g, "$1");

function unwrap(element) {
  element.replaceWith(...element.childNodes);
}

function renamed(element, name) {
  const other = element.ownerDocument.createElement(name);
  other.append(...element.childNodes);
  element.replaceWith(other);
  return other;
}

function dropForeign(body) {
  const comments = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_COMMENT);
  const gone = [];
  while (comments.nextNode()) gone.push(comments.currentNode);
  gone.forEach((comment) => comment.remove());
  body.querySelectorAll(DROPPED).forEach((element) => element.remove());
}

function dropNotes(body) {
  // Google's notes at the end: a paragraph that points back.
  for (const back of body.querySelectorAll('a[href^="#ftnt_ref"], a[href^="#cmnt_ref"]')) (back.closest("div, p") || back).remove();
  for (const note of body.querySelectorAll(NOTES)) {
    const raised = note.closest("sup");
    note.remove();
    if (raised && !raised.textContent.trim()) raised.remove();
  }
}

// Word writes a list as paragraphs that say which list and level they are.
function makeWordLists(body) {
  let lists = [];
  let last = null;
  let number = "";
  for (const line of [...body.querySelectorAll('[data-style*="mso-list:"]')].filter((each) => each.matches("p, h1, h2, h3, h4, h5, h6"))) {
    const [, list, level] = /mso-list:(l\d+) level(\d)/.exec(styleOf(line)) || [];
    if (!level) continue;
    const marker = line.querySelector('[data-style*="mso-list:Ignore"]')?.textContent.trim() || "";
    const name = /^(?:\d+|[a-z]|[ivxlc]+)[.)]/i.test(marker) ? "ol" : "ul";
    if (line.previousElementSibling !== last || list !== number) lists = [];
    number = list;
    lists.length = Math.min(lists.length, Number(level));
    while (lists.length < Number(level)) {
      const inner = body.ownerDocument.createElement(name);
      const parent = lists.at(-1);
      if (!parent) line.before(inner);
      else (parent.lastElementChild || parent.appendChild(body.ownerDocument.createElement("li"))).append(inner);
      lists.push(inner);
    }
    const item = body.ownerDocument.createElement("li");
    item.append(...line.childNodes);
    lists.at(-1).append(item);
    [last] = lists;
    line.remove();
  }
}

// Bold and italic that are only a style become elements, and those that a style takes back are none.
function readStyles(body) {
  for (const element of [...body.querySelectorAll("b, strong, i, em, cite, span, font, sub, sup")]) {
    const style = styleOf(element);
    const heading = element.closest("h1, h2, h3, h4, h5, h6");
    const weight = /font-weight:(\w+)/.exec(style)?.[1];
    const slant = /font-style:(\w+)/.exec(style)?.[1];
    const raise = /vertical-align:(sub|super)/.exec(style)?.[1];
    const isBold = weight ? weight === "bold" || Number(weight) >= 600 : element.matches("b, strong");
    const isItalic = slant ? slant === "italic" : element.matches("i, em, cite");
    const script = raise === "sub" || element.matches("sub") ? "sub" : raise === "super" || element.matches("sup") ? "sup" : "";
    for (const name of [script, isItalic && "em", isBold && !heading && "strong"].filter(Boolean)) {
      const inner = body.ownerDocument.createElement(name);
      inner.append(...element.childNodes);
      element.append(inner);
    }
    // Google Docs wraps all it copies in a b of normal weight.
    unwrap(element);
  }
}

function mapHeadings(body) {
  for (const title of body.querySelectorAll("p.MsoTitle, p.title")) renamed(title, "h1");
  const found = [...body.querySelectorAll("h1, h2, h3, h4, h5, h6")].filter((heading) => heading.textContent.trim());
  const highest = Math.min(...found.map((heading) => Number(heading.tagName[1])));
  found.forEach((heading) => renamed(heading, Number(heading.tagName[1]) === highest ? "h2" : "h3"));
}

function cleanLinks(body) {
  for (const link of [...body.querySelectorAll("a")]) {
    const href = cleanAddress(link.getAttribute("href") || "");
    if (!href || !link.textContent.trim()) unwrap(link);
    else link.setAttribute("href", href);
  }
}

// A lone no-break space stays where it means something: before a unit or a sign, inside guillemets.
function cleanSpaces(body) {
  const texts = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const node = texts.currentNode;
    const { data } = node;
    node.data = data.replace(SPACES, (run, at) => {
      const means = /[\d«‹]$/.test(data.slice(0, at)) || /^[%€;:!?»›]/.test(data.slice(at + run.length));
      return run === "\u00a0" && means ? run : " ";
    });
  }
}

function keepOnlyKnown(body) {
  for (const element of [...body.querySelectorAll("*")].reverse()) {
    if (!KEPT.has(element.tagName)) {
      const isBlock = element.matches(BLOCKS);
      if (isBlock && !element.querySelector(BLOCKS)) renamed(element, "p");
      else unwrap(element);
      continue;
    }
    const kept = element.tagName === "A" ? ["href"] : element.matches("td, th") ? ["colspan", "rowspan"] : [];
    for (const { name } of [...element.attributes]) if (!kept.includes(name)) element.removeAttribute(name);
  }
}

function trimBlocks(body) {
  body.normalize();
  const texts = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  const between = [];
  while (texts.nextNode()) {
    const { currentNode: text } = texts;
    const beside = [text.previousSibling, text.nextSibling];
    if (!text.data.trim() && beside.some((node) => node?.nodeType === Node.ELEMENT_NODE && node.matches(BLOCKS))) between.push(text);
  }
  between.forEach((text) => text.remove());
  for (const block of body.querySelectorAll("p, h2, h3, li, td, th")) {
    if (block.firstChild?.nodeType === Node.TEXT_NODE) block.firstChild.data = block.firstChild.data.replace(/^ +/, "");
    if (block.lastChild?.nodeType === Node.TEXT_NODE) block.lastChild.data = block.lastChild.data.replace(/ +$/, "");
  }
}

function dropEmpty(body) {
  for (const pause of body.querySelectorAll("br")) {
    if (!pause.parentElement.closest("p, li, h2, h3, blockquote, td, th") || !pause.nextSibling) pause.remove();
  }
  for (const element of [...body.querySelectorAll("strong, em, sub, sup, a, p, h2, h3, li, ul, ol, blockquote")].reverse()) {
    if (!element.textContent.trim() && !element.querySelector("table, hr")) {
      // A space between two words may stand in an element of its own.
      if (element.matches("strong, em, sub, sup, a") && element.textContent) element.replaceWith(" ");
      else element.remove();
    } else if (element.matches("strong, em") && element.parentElement.closest(element.tagName)) unwrap(element);
  }
}

export function clean(html) {
  // What comes from our own editor is as we want it.
  if (/\bdata-pm-slice=/.test(html)) return html;
  // Under a strict content policy styles and handlers may not even be parsed.
  const readable = html.replace(/<(style|script)\b[\s\S]*?<\/\1\s*>/gi, "").replace(/<[^>]+>/g, (tag) => tag.replace(/(?<=\s)(?:style|on\w+)(?=\s*=)/gi, "data-$&"));
  const { body } = new DOMParser().parseFromString(readable, "text/html");
  dropForeign(body);
  makeWordLists(body);
  dropNotes(body);
  mapHeadings(body);
  readStyles(body);
  cleanLinks(body);
  cleanSpaces(body);
  keepOnlyKnown(body);
  dropEmpty(body);
  trimBlocks(body);
  return body.innerHTML.trim();
}

onEditor((editor, pm) => {
  editor.registerPlugin(new pm.state.Plugin({ props: { transformPastedHTML: clean } }));
});
