// Where the text seems to come from: the claim, a bar a sentence, the languages, the evidence. All as text, never as markup.
import { element, lang, languageName } from "./dom.js";

const $ = (id) => document.getElementById(id);
const CAUTION =
  "This is an estimate from the wording, never a proof: plain, formulaic or non-native English can read as machine " +
  "translation, and edited machine translation can read as native. Look at the evidence before you act on it.";
const SMALL = 0.05;
const LEANS = 0.5;
const NARROW = 60;

// Nothing is certain: the ends of the scale are never claimed.
export function chance(share) {
  if (share < 0.01) return "under 1%";
  return share > 0.99 ? "over 99%" : `${Math.round(100 * share)}%`;
}

export function headline({ translated, reads_translated: reads, language }) {
  if (translated === null) return "Cannot tell whether it reads as machine translation";
  const share = chance(translated);
  if (reads && language) return `Reads as machine translation from ${languageName(language)}: ${share}`;
  if (reads) return `Reads as machine translation, from which language cannot be told: ${share}`;
  if (translated >= LEANS) return `Cannot tell: leans towards machine translation, but not enough to say so: ${share}`;
  return `Does not read as machine translation: ${share} probable that it is`;
}

// The languages with their shares of all that is not native, likeliest first, small ones together.
export function shares(languages) {
  const foreign = Object.entries(languages).filter(([code]) => code !== "none");
  const whole = foreign.reduce((sum, [, share]) => sum + share, 0);
  if (!whole) return [];
  const ranked = foreign.map(([code, share]) => [code, share / whole]).sort((a, b) => b[1] - a[1]);
  const kept = ranked.filter(([, share]) => share >= SMALL).map(([code, share]) => [languageName(code), share]);
  const rest = ranked.filter(([, share]) => share < SMALL).reduce((sum, [, share]) => sum + share, 0);
  return rest >= 0.005 ? [...kept, ["others", rest]] : kept;
}

export function showOrigin(report, text) {
  const origin = report.origin;
  $("origin").hidden = !origin;
  if (!origin) return;
  $("origin-claim").textContent = headline(origin);
  $("origin-claim").classList.toggle("reads", origin.reads_translated);
  const basis =
    origin.level === "full"
      ? "Judged by its wording and by how it survives translation there and back."
      : "Judged by its wording alone; nothing was translated.";
  $("origin-basis").textContent = origin.reason ?? basis;
  const told = origin.translated !== null;
  $("origin-heat").hidden = !told || !origin.sentences.length;
  $("origin-sentence").hidden = true;
  $("heat").classList.toggle("narrow", origin.sentences.length > NARROW);
  $("heat").replaceChildren(...origin.sentences.map((one, k) => bar(one, k, report, text)));
  const ranked = told && origin.translated >= LEANS ? shares(origin.languages) : [];
  $("origin-languages").hidden = !ranked.length;
  $("origin-shares").replaceChildren(...ranked.map(row));
  const evidence = told ? origin.evidence : [];
  $("origin-evidence").hidden = !evidence.length;
  $("origin-lines").replaceChildren(...evidence.map((line) => element("li", {}, line)));
  $("origin-caution").textContent = told ? CAUTION : "";
}

function bar({ start, end, translated }, k, report, text) {
  const words = text.slice(start, end);
  // Headlines and labels have no bar, so that the number is that of the segment where there are any.
  const at = report.segments.findIndex((segment) => segment.start === start);
  const says = `Sentence ${(at < 0 ? k : at) + 1}: ${chance(translated)}`;
  const step = Math.min(4, Math.floor(5 * translated));
  const link = element("a", { href: "#origin-sentence", class: `step${step}`, title: says }, element("span", { class: "vh" }, says));
  link.style.setProperty("--v", String(Math.round(100 * translated)));
  link.addEventListener("click", (event) => {
    event.preventDefault();
    for (const other of $("heat").querySelectorAll("[aria-current]")) other.removeAttribute("aria-current");
    link.setAttribute("aria-current", "true");
    const list = element("dl", {}, element("dt", {}, says), element("dd", { lang: lang(report.language.code) }, words));
    $("origin-sentence").replaceChildren(list);
    $("origin-sentence").hidden = false;
    $("origin-sentence").focus();
  });
  return element("li", {}, link);
}

function row([name, share]) {
  const filled = element("span");
  filled.style.width = `${(100 * share).toFixed(1)}%`;
  return element(
    "li",
    {},
    element("span", { class: "label" }, name),
    element("span", { class: "track", "aria-hidden": "true" }, filled),
    element("span", { class: "share" }, `${Math.round(100 * share)}%`),
  );
}
