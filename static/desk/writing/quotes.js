// What a keyboard cannot type, by the language of the story. Pure: text in, text out.

// For each language the outer and the inner marks; a region of its own only where it differs.
const MARKS = {
  en: "“ ” ‘ ’", de: "„ “ ‚ ‘", "de-ch": "« » ‹ ›", "de-li": "« » ‹ ›",
  fr: "«\u202f \u202f» “ ”", "fr-ch": "«\u202f \u202f» ‹\u202f \u202f›",
  it: "« » “ ”", "it-ch": "« » ‹ ›", es: "« » “ ”", ca: "« » “ ”", pt: "« » “ ”", "pt-br": "“ ” ‘ ’",
  nl: "“ ” ‘ ’", da: "” ” ’ ’", sv: "” ” ’ ’", fi: "” ” ’ ’", nb: "« » ‘ ’", nn: "« » ‘ ’", no: "« » ‘ ’",
  pl: "„ ” « »", cs: "„ “ ‚ ‘", sk: "„ “ ‚ ‘", sl: "„ “ ‚ ‘", hr: "„ ” ‚ ’", sr: "„ ” ‚ ’", hu: "„ ” » «", ro: "„ ” « »",
  bg: "„ “ ’ ’", el: "« » “ ”", ru: "« » „ “", uk: "« » „ “", lt: "„ “ ‚ ‘", lv: "“ ” ‘ ’", et: "„ “ ‚ ‘", tr: "“ ” ‘ ’",
};
const ADDRESS = /(?:[a-z][a-z\d+.-]*:\/\/|mailto:|www\.)\S*$|\S@\S*$/i;
const OPENS_AFTER = /(?:^|[\s([{<—–/„“‚‘«‹»›”\ufffc-])$/u;
const LETTER = /[\p{L}\p{N}]$/u;
const UNIT = "(?:[kcmnµ]?m|km/h|m/s|[km]?g|ha|[hm]?l|[kMGT]?Wh?|[kM]?Hz|[kMG]B|[kM]?bit/s|°C|°F|dB|Mio\\.?|Mrd\\.?|km²|m²|m³)";
const AFTER_UNIT = new RegExp(`(?<=\\d) (${UNIT})$`, "u");

export function marksOf(language) {
  const tag = (language || "en").trim().toLowerCase().replace("_", "-");
  const [open, close, innerOpen, innerClose] = (MARKS[tag] || MARKS[tag.split("-")[0]] || MARKS.en).split(" ");
  return { open, close, innerOpen, innerClose };
}

const isOpen = (before, open, close) => open !== close && before.lastIndexOf(open) > before.lastIndexOf(close);

function doubleQuote(before, { open, close }) {
  if (isOpen(before, open, close) && !/\s$/.test(before)) return close;
  if (OPENS_AFTER.test(before)) return open;
  // Twelve inches: nothing is open that could be closed.
  return /\d$/.test(before) ? null : close;
}

function singleQuote(before, { innerOpen, innerClose }) {
  const begun = isOpen(before, innerOpen, innerClose);
  if (OPENS_AFTER.test(before) && !(begun && /[”“»]$/.test(before))) return innerOpen;
  return begun ? innerClose : "’";
}

// What the character just typed makes of the text before it: the last `back` characters, itself included,
// become `text`. Null leaves things as they are.
export function smarten(before, typed, language) {
  if (ADDRESS.test(before)) return null;
  const marks = marksOf(language);
  const instead = (text, back = 1) => (text === null ? null : { back, text });
  if (typed === '"') return instead(doubleQuote(before, marks));
  if (typed === "'") return instead(singleQuote(before, marks));
  // A paragraph of hyphens alone is on its way to a rule.
  if (typed === "-" && /[^-]-$/.test(before)) return instead("–", 2);
  if (typed === "-" && before.endsWith("–")) return instead("—", 2);
  if (typed === "." && /(?:^|[^.])\.\.$/.test(before)) return instead("…", 3);
  if (typed === "s" && /(?:^|\s)‘\d0$/.test(before)) return instead(`’${before.slice(-2)}s`, 4);
  if (/^fr\b/i.test(language || "") && before.endsWith(" ")) {
    if (/[;!?]/.test(typed)) return instead(`\u202f${typed}`, 2);
    if (typed === ":") return instead("\u00a0:", 2);
  }
  if (/[%‰€£$°]/.test(typed) && /\d $/.test(before)) return instead(`\u00a0${typed}`, 2);
  if (/[\s.,;:!?)]/.test(typed)) {
    const unit = AFTER_UNIT.exec(before);
    if (unit) return instead(`\u00a0${unit[1]}${typed}`, unit[0].length + 1);
  }
  return null;
}
