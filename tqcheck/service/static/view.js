// The result on the page. Everything that comes from a text goes in as text, never as markup.
import { NAMES, element, lang, languageName } from "./dom.js";
import { headline } from "./origin.js";
import { worst } from "./text.js";

const $ = (id) => document.getElementById(id);
const WEAKEST = 3;

const plural = (number, noun) => `${number} ${noun}${number === 1 ? "" : "s"}`;

export function counts(findings) {
  const parts = Object.entries(NAMES)
    .map(([severity, name]) => [findings.filter((one) => one.severity === severity).length, name])
    .filter(([number]) => number);
  return parts.map(([number, name]) => plural(number, name)).join(", ") || "no flaws";
}

export function showHead(answer, text, partial) {
  const report = answer.report.documents[0];
  const verdict = $("verdict");
  verdict.className = `verdict ${answer.verdict}`;
  verdict.textContent = answer.verdict;
  $("reason").textContent = answer.reason;
  const facts = [counts(text.findings), `Text in ${languageName(report.language.code)}`];
  if (report.fidelity) {
    const { score, low, high } = report.fidelity;
    const says = `Fidelity ${Math.round(score)} (${Math.round(low)} to ${Math.round(high)})`;
    facts.push(element("a", { href: "#fidelity" }, says));
  }
  if (report.origin) facts.push(element("a", { href: "#origin" }, headline(report.origin)));
  if (partial) facts.push("by rules alone");
  $("facts").replaceChildren(...facts.map((fact) => element("li", {}, fact)));
  const { notes = [], tqcheck, models = [] } = answer.report.provenance ?? {};
  const made = [`tqcheck ${tqcheck}`, ...models].join(" · ");
  // What is an option of the command line is a field here.
  const said = notes.map((note) => note.replace("--from names", "“Translated from” names"));
  $("remarks").replaceChildren(...[...said, made].map((note) => element("p", {}, note)));
}

// Those to read first, as the HTML report marks them.
function weakest(segments) {
  const judged = segments.filter((one) => one.fidelity !== null).sort((a, b) => a.fidelity - b.fidelity);
  return new Set(judged.length > WEAKEST ? judged.slice(0, WEAKEST) : []);
}

export function showStrip(report, text) {
  const segments = text.segments;
  const weak = weakest(segments);
  $("fidelity").hidden = !segments.some((one) => one.fidelity !== null);
  $("sentence").hidden = true;
  $("weak").hidden = !weak.size;
  const bars = segments.map((segment, k) => {
    const score = segment.fidelity === null ? null : Math.round(segment.fidelity);
    const says = `Sentence ${k + 1}: ${score === null ? "not judged" : `fidelity ${score}`}`;
    const bar = element("a", { href: "#sentence", title: says, class: score === null ? "none" : null });
    if (weak.has(segment)) bar.classList.add("weak");
    if (score !== null) bar.style.setProperty("--v", String(score));
    bar.append(element("span", { class: "vh" }, says));
    bar.addEventListener("click", (event) => {
      event.preventDefault();
      for (const other of $("strip").querySelectorAll("[aria-current]")) other.removeAttribute("aria-current");
      bar.setAttribute("aria-current", "true");
      showSentence(report, segment, says);
    });
    return element("li", {}, bar);
  });
  $("strip").classList.toggle("narrow", segments.length > 60);
  $("strip").replaceChildren(...bars);
}

function showSentence(report, segment, says) {
  const rows = [[says, segment.text, report.language.code]];
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

