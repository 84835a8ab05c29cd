// Counting as readers and as the server count (articles/limits.py, articles/richtext.py).

const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });
const WORD = /[\p{L}\p{N}_][\p{L}\p{N}_’'-]*/gu;
const PLACEHOLDER = /(?<![\p{L}\p{N}_])(?:TK|TKTK|tktk|XXX+)(?![\p{L}\p{N}_])|\[\[[^[\]\n]{0,80}(?:\]\])?|\]\]/gu;

export const graphemes = (text) => Array.from(segmenter.segment(text)).length;

export const countWords = (text) => text.match(WORD)?.length ?? 0;

// What a newsroom leaves for itself (articles/checklist/furniture.py), each with where it stands.
export function placeholders(text) {
  return Array.from(text.matchAll(PLACEHOLDER), (match) => ({ from: match.index, to: match.index + match[0].length, text: match[0] }));
}

// How a text stands to the limit of its surface: `over` is refused, `long` and `short` read less well.
export function standing(text, { fewest, most, hard, per_line: perLine }) {
  const lines = perLine ? text.split("\n").map((line) => line.trim()).filter(Boolean) : [text];
  const length = Math.max(0, ...lines.map(graphemes));
  let state = "fine";
  if (hard && length > hard) state = "over";
  else if (length > most) state = "long";
  else if (length === 0) state = "empty";
  else if (length < fewest) state = "short";
  return { state, length, lines: lines.length, over: hard ? Math.max(0, length - hard) : 0 };
}
