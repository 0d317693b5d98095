// The result on the page. Everything that comes from a text goes in as text, never as markup.
import { worst } from "./text.js";

const $ = (id) => document.getElementById(id);
const NAMES = { error: "error", warning: "warning", info: "note" };
const CODE = /^[a-z]{2,3}$/;

export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

export function languageName(code) {
  if (!code || !CODE.test(code)) return "an unknown language";
  try {
    return new Intl.DisplayNames(["en"], { type: "language" }).of(code) ?? code;
  } catch {
    return code;
  }
}

const plural = (number, noun) => `${number} ${noun}${number === 1 ? "" : "s"}`;
const lang = (code) => (code && CODE.test(code) ? code : null);

export function counts(findings) {
  const parts = Object.entries(NAMES)
    .map(([severity, name]) => [findings.filter((one) => one.severity === severity).length, name])
    .filter(([number]) => number);
  return parts.map(([number, name]) => plural(number, name)).join(", ") || "no flaws";
}

export function showHead(answer, text, waiting) {
  const report = answer.report.documents[0];
  const verdict = $("verdict");
  verdict.className = `verdict ${answer.verdict}`;
  verdict.textContent = answer.verdict;
  $("reason").textContent = answer.reason;
  const facts = [`Text in ${languageName(report.language.code)}`];
  if (report.fidelity) {
    const { score, low, high } = report.fidelity;
    facts.push(`Fidelity ${Math.round(score)} (${Math.round(low)} to ${Math.round(high)})`);
  }
  facts.push(counts(text.findings));
  if (waiting) facts.push("so far by rules alone");
  $("facts").replaceChildren(...facts.map((fact) => element("li", {}, fact)));
  const { notes = [], tqcheck, models = [] } = answer.report.provenance ?? {};
  const made = [`tqcheck ${tqcheck}`, ...models].join(" · ");
  $("remarks").replaceChildren(...[...notes, made].map((note) => element("p", {}, note)));
}

export function showStrip(report, text) {
  const segments = text.segments;
  $("fidelity").hidden = !segments.some((one) => one.fidelity !== null);
  $("sentence").hidden = true;
  const bars = segments.map((segment, k) => {
    const score = segment.fidelity === null ? null : Math.round(segment.fidelity);
    const says = `Sentence ${k + 1}: ${score ?? "not judged"}`;
    const bar = element("a", { href: "#sentence", title: says, class: score === null ? "none" : null });
    if (score !== null) bar.style.setProperty("--v", String(score));
    bar.append(element("span", { class: "vh" }, says));
    bar.addEventListener("click", (event) => {
      event.preventDefault();
      for (const other of $("strip").querySelectorAll("[aria-current]")) other.removeAttribute("aria-current");
      bar.setAttribute("aria-current", "true");
      showSentence(report, segment, k);
    });
    return element("li", {}, bar);
  });
  $("strip").classList.toggle("narrow", segments.length > 60);
  $("strip").replaceChildren(...bars);
}

function showSentence(report, segment, k) {
  const rows = [[`Sentence ${k + 1}`, segment.text, report.language.code]];
  if (segment.skipped) rows.push(["Not judged", segment.skipped, null]);
  const origin = report.source_language;
  if (segment.back_translation) rows.push([`Back in ${languageName(origin)}`, segment.back_translation, origin]);
  if (segment.source) rows.push(["Source", segment.source, origin]);
  if (segment.round_trip) rows.push(["Round trip", segment.round_trip, report.language.code]);
  const list = element("dl");
  for (const [what, words, code] of rows) list.append(element("dt", {}, what), element("dd", { lang: lang(code) }, words));
  $("sentence").replaceChildren(list);
  $("sentence").hidden = false;
  $("sentence").focus();
}

export function showText(text, report, choose) {
  const parts = text.pieces().map(({ text: words, findings, closing }) => {
    if (!findings.length) return words;
    const top = worst(findings);
    const name = NAMES[top.severity];
    const kinds = [name, findings.length > 1 ? "several" : "", words ? "" : "point"].filter(Boolean).join(" ");
    const mark = element("mark", { class: kinds }, words);
    const link = element("a", { class: "hit", href: `#note-${top.number}`, "data-number": top.number }, mark);
    link.addEventListener("click", (event) => choose(event, top.number, link));
    const refs = closing.map((one) => {
      const says = element("span", { class: "vh" }, `${NAMES[one.severity]} `);
      const ref = element("a", { class: `ref ${NAMES[one.severity]}`, href: `#note-${one.number}` }, says, `${one.number}`);
      // The number of the words' own note belongs to their link; a second stop for the keyboard would say nothing new.
      if (one === top) ref.tabIndex = -1;
      ref.addEventListener("click", (event) => choose(event, one.number, ref));
      return ref;
    });
    const whole = document.createDocumentFragment();
    whole.append(link, ...refs);
    return whole;
  });
  $("marked").replaceChildren(...parts);
  const code = lang(report.language.code);
  if (code) $("marked").lang = code;
  const severities = Object.keys(NAMES).filter((level) => text.findings.some((one) => one.severity === level));
  const legend = severities.map((level) => element("span", {}, element("mark", { class: NAMES[level] }, NAMES[level])));
  $("legend").replaceChildren(...legend);
}

export function showNotes(text, report, { apply, close, choose }) {
  const notes = text.findings.map((finding) => note(finding, text, report, { apply, close, choose }));
  $("notes").replaceChildren(...(notes.length ? notes : [element("li", { class: "none" }, "Nothing is flagged.")]));
}

function note(finding, text, report, { apply, close, choose }) {
  const name = NAMES[finding.severity];
  const item = element("li", { class: `flaw ${name}`, id: `note-${finding.number}`, tabindex: "-1" });
  const number = element("span", { class: "number" }, `${finding.number}`);
  const title = element("a", { href: `#note-${finding.number}` }, number, " ", element("span", { class: "severity" }, name));
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
  const rows = [];
  const origin = report.source_language;
  if (finding.source_phrase) rows.push([`Phrase in ${languageName(origin)}`, finding.source_phrase, origin]);
  const segment = text.segmentOf(finding);
  if (finding.evidence) rows.push(["Evidence", finding.evidence, null]);
  const back = segment?.back_translation;
  if (back && back !== finding.evidence) rows.push([`Sentence back in ${languageName(origin)}`, back, origin]);
  if (rows.length) {
    const list = element("dl");
    for (const [what, words, code] of rows) {
      list.append(element("div", {}, element("dt", {}, what), element("dd", { lang: lang(code) }, words)));
    }
    item.append(list);
  }
  item.append(element("p", { class: "what" }, element("code", {}, finding.rule)));
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
