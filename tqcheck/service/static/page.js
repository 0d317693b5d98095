// The page: what is asked, what is shown, what has been mended.
import { Refusal, check, keep } from "./api.js";
import { languageName } from "./dom.js";
import { takeFiles } from "./files.js";
import { showNotes } from "./notes.js";
import { showOrigin } from "./origin.js";
import { Text } from "./text.js";
import { counts, showHead, showStrip, showText } from "./view.js";

const $ = (id) => document.getElementById(id);
const LANGUAGES = ["ar", "cs", "da", "de", "en", "es", "fi", "fr", "hu", "it", "ja", "nl", "no", "pl", "pt", "ro", "ru", "sv", "tr", "uk", "zh"];

let current = null; // { answer, text, request, waiting: for the model, partial: by rules alone }
let undo = [];
let turn = 0;
let opener = null;

function say(words, bad = false) {
  $("status").textContent = words;
  $("status").classList.toggle("bad", bad);
}

function show(answer, request, waiting) {
  const report = answer.report.documents[0];
  const markup = ["html", "markdown"].find((form) => form in request) ?? "text";
  const text = new Text(request[markup], markup, report.findings, report.segments);
  // Whoever reads a note already goes on reading it when the model's part comes in.
  const place = current?.waiting ? reading() : null;
  current = { answer, text, request, waiting, partial: waiting };
  undo = [];
  $("link").hidden = true;
  $("result").hidden = $("skip").hidden = false;
  // Of the text as it was checked: what is mended afterwards is for the next check to judge.
  showOrigin(report, text);
  draw();
  if (place) resume(place);
}

function draw() {
  const { answer, text, waiting, partial } = current;
  const report = answer.report.documents[0];
  showHead(answer, text, partial);
  showStrip(report, text);
  showText(text, report, choose);
  showNotes(text, report, { apply, close, choose });
  $("undo").disabled = !undo.length;
  $("share").disabled = waiting;
  $("result").setAttribute("aria-busy", String(waiting));
  if (undo.length) $("reason").textContent = "The text has been changed since; check it again.";
}

const same = (one, other) => one.rule === other.rule && one.start === other.start && one.end === other.end;

// The note that is open, and where the focus and the list are.
function reading() {
  const side = document.querySelector(".side");
  const find = (number) => current.text.findings.find((one) => `${one.number}` === number);
  const active = document.activeElement;
  const note = document.querySelector(".flaw.current");
  const held = active?.closest?.(".flaw, .hit");
  return {
    top: side.scrollTop,
    open: note && find(note.id.slice("note-".length)),
    held: held && find(held.dataset.number ?? held.id.slice("note-".length)),
    inNote: held?.classList.contains("flaw"),
  };
}

function resume({ top, open, held, inNote }) {
  const numbered = (finding) => finding && current.text.findings.find((one) => same(one, finding))?.number;
  const opened = numbered(open);
  if (opened) mark(opened, true);
  document.querySelector(".side").scrollTop = top;
  const number = numbered(held);
  if (!held) return;
  const there = inNote ? $(`note-${number}`) : document.querySelector(`.hit[data-number="${number}"]`);
  (there ?? $("result")).focus({ preventScroll: true });
}

function mark(number, on) {
  const note = $(`note-${number}`);
  note.classList.toggle("current", on);
  note.querySelector(".title a").setAttribute("aria-expanded", String(on));
  const words = document.querySelector(`.hit[data-number="${number}"]`);
  words?.classList.toggle("current", on);
  return { note, words };
}

function choose(event, number, link) {
  event.preventDefault();
  const open = $(`note-${number}`).classList.contains("current");
  close(null);
  if (open && link.closest(".flaw")) {
    link.focus();
    return;
  }
  const { note, words } = mark(number, true);
  opener = link;
  if (words !== link) words?.scrollIntoView({ block: "center" });
  note.scrollIntoView({ block: "nearest" });
  note.focus({ preventScroll: true });
}

function close(event) {
  for (const one of document.querySelectorAll(".flaw.current")) mark(one.id.slice("note-".length), false);
  for (const one of document.querySelectorAll(".hit.current")) one.classList.remove("current");
  if (event && opener?.isConnected) opener.focus();
  if (event) opener = null;
}

// Another version of the text; the field follows, unless something else was written there meanwhile.
function change(text) {
  const field = $("text");
  if (field.value === current.text.toString()) field.value = text.toString();
  // What the model has to say of the text as it was would undo the change.
  const waited = current.waiting;
  turn += 1;
  current = { ...current, text, waiting: false };
  draw();
  return waited ? " The model did not read on; check again when you are done." : "";
}

function apply(finding) {
  const at = current.text.findings.indexOf(finding);
  undo.push(current.text);
  const more = change(current.text.applied(finding));
  const left = current.text.findings;
  say(`Done: “${finding.quote}” is now “${finding.suggestion}”. Left: ${counts(left)}.${more}`);
  const next = left[Math.min(at, left.length - 1)];
  (next ? $(`note-${next.number}`) : $("again")).focus({ preventScroll: !next });
}

async function run(request) {
  const mine = ++turn;
  close(null);
  say("Checking …");
  try {
    const early = (answer) => {
      if (mine !== turn) return;
      show(answer, request, true);
      say("The rules are done; the model is still reading.");
    };
    const answer = await check(request, $("token").value, early, () => mine !== turn);
    if (mine !== turn || !answer) return;
    show(answer, request, false);
    say(`Checked: ${answer.verdict}. ${answer.reason}`);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (mine !== turn) return;
    if (current?.waiting) {
      current.waiting = false;
      draw();
    }
    say(error.message, true);
    if (error.status === 401) {
      $("access").hidden = false;
      $("token").focus();
    }
  }
}

function asked() {
  const request = { [$("markup").value]: $("text").value };
  if ($("source").value.trim()) request.source = $("source").value;
  if ($("language").value) request.language = $("language").value;
  if ($("source-language").value) request.source_language = $("source-language").value;
  return request;
}

async function clip(words) {
  try {
    await navigator.clipboard.writeText(words);
    return true;
  } catch {
    // Browsers give the clipboard to secure pages only; the older way works on any.
    const field = document.createElement("textarea");
    field.value = words;
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  }
}

async function copy() {
  if (await clip(current.text.toString())) say("The text is on the clipboard.");
  else say("The browser does not let this page copy; select the text and copy it by hand.", true);
}

async function share() {
  const mine = turn;
  $("share").disabled = true;
  say("The report is being kept …");
  try {
    const { url, expires } = await keep(current.request, $("token").value);
    if (mine !== turn) return;
    const whole = new URL(url, location.origin).href;
    const until = new Date(expires).toLocaleString("en-GB", { dateStyle: "long", timeStyle: "short" });
    const link = $("link").querySelector("a");
    link.href = whole;
    link.textContent = whole;
    $("link").querySelector("span").textContent = `works until ${until}`;
    $("link").hidden = false;
    const what = undo.length ? "The link, to the text as it was checked," : "The link";
    const done = await clip(whole);
    $("share").disabled = false;
    $("share").focus();
    say(done ? `${what} is on the clipboard.` : `${what} is below the text; copy it by hand.`);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (mine === turn) say(error.message, true);
  } finally {
    $("share").disabled = false;
  }
}

for (const code of LANGUAGES) {
  for (const id of ["language", "source-language"]) $(id).add(new Option(languageName(code), code));
}
takeFiles(say);
$("form").addEventListener("submit", (event) => {
  event.preventDefault();
  run(asked());
});
$("text").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) $("form").requestSubmit();
});
$("copy").addEventListener("click", copy);
$("share").addEventListener("click", share);
$("undo").addEventListener("click", () => {
  change(undo.pop());
  say("Undone.");
  if ($("undo").disabled) $("again").focus();
});
$("again").addEventListener("click", () => {
  $("text").value = current.text.toString();
  const markup = current.text.markup;
  run({ ...current.request, [markup]: $("text").value });
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && document.querySelector(".flaw.current")) close(event);
});
