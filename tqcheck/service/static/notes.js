// The notes beside the text: what is wrong in short, the rest of it in the one that is open.
import { NAMES, element, lang, languageName } from "./dom.js";

const $ = (id) => document.getElementById(id);

export function showNotes(text, report, { apply, close, choose }) {
  const notes = text.findings.map((finding) => note(finding, text, report, { apply, close, choose }));
  $("notes").replaceChildren(...(notes.length ? notes : [element("li", { class: "none" }, "Nothing is flagged.")]));
}

// Why a finding is believed: the phrase, and where it was seen.
function told(finding, segment, report) {
  const origin = report.source_language;
  const { source_phrase: phrase, evidence } = finding;
  const rows = [];
  if (phrase) rows.push([`Phrase in ${languageName(origin)}`, phrase, origin]);
  const seen = [
    [`Sentence back in ${languageName(origin)}`, segment?.back_translation, origin],
    ["Source", segment?.source, origin],
    ["Round trip", segment?.round_trip, report.language.code],
  ];
  const [back] = seen;
  const known = seen.find(([, words]) => words === evidence);
  if (evidence && evidence !== phrase) rows.push(known ?? [phrase ? "Seen in" : "Evidence", evidence, phrase ? origin : null]);
  if (back[1] && known !== back) rows.push(back);
  return rows;
}

function note(finding, text, report, { apply, close, choose }) {
  const name = NAMES[finding.severity];
  const item = element("li", { class: `flaw ${name}`, id: `note-${finding.number}`, tabindex: "-1" });
  const number = element("span", { class: "number" }, `${finding.number}`);
  const title = element("a", { href: `#note-${finding.number}`, "aria-expanded": "false" }, number, " ", element("span", { class: "severity" }, name));
  title.addEventListener("click", (event) => choose(event, finding.number, title));
  item.append(element("p", { class: "title" }, title));
  const fix = element("p", { class: "fix" }, element("q", {}, finding.quote || "(here)"));
  if (finding.suggestion === "") {
    fix.replaceChildren(element("del", {}, finding.quote), element("span", { class: "verb" }, " – delete"));
  } else if (finding.suggestion !== null) {
    const arrow = element("span", { class: "arrow" }, " → ");
    fix.replaceChildren(element("del", {}, finding.quote), arrow, element("ins", {}, finding.suggestion));
  }
  item.append(fix, element("p", {}, finding.message));
  const rows = told(finding, text.segmentOf(finding), report);
  const list = element("dl");
  for (const [what, words, code] of rows) {
    list.append(element("div", {}, element("dt", {}, what), element("dd", { lang: lang(code) }, words)));
  }
  const more = element("div", { class: "more" }, ...(rows.length ? [list] : []));
  more.append(element("p", { class: "what" }, element("code", {}, finding.rule)));
  item.append(more);
  if (text.applies(finding)) {
    const says = `Apply: ${finding.suggestion || "delete"} for ${finding.quote}`;
    const button = element("button", { type: "button", class: "apply", "aria-label": says }, "Apply");
    button.addEventListener("click", () => apply(finding));
    item.append(button);
  }
  const shut = element("button", { type: "button", class: "close", "aria-label": "Close the note" }, "✕");
  shut.addEventListener("click", close);
  item.append(shut);
  return item;
}
