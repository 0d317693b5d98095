// The page: what is asked, what is shown, what has been mended.
import { Refusal, check, keep } from "./api.js";
import { showOrigin } from "./origin.js";
import { Text } from "./text.js";
import { counts, languageName, showHead, showNotes, showStrip, showText } from "./view.js";

const $ = (id) => document.getElementById(id);
const LANGUAGES = ["ar", "cs", "da", "de", "en", "es", "fi", "fr", "hu", "it", "ja", "nl", "no", "pl", "pt", "ro", "ru", "sv", "tr", "uk", "zh"];
const SUFFIXES = { html: "html", htm: "html", md: "markdown", markdown: "markdown" };
const LARGEST = 2_000_000;

let current = null; // { answer, text, request }
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
  current = { answer, text, request };
  undo = [];
  $("share").disabled = waiting;
  $("link").hidden = true;
  $("result").hidden = false;
  // Of the text as it was checked: what is mended afterwards is for the next check to judge.
  showOrigin(report, text);
  draw(waiting);
}

function draw(waiting = false) {
  const { answer, text } = current;
  const report = answer.report.documents[0];
  showHead(answer, text, waiting);
  showStrip(report, text);
  showText(text, report, choose);
  showNotes(text, report, { apply, close, choose });
  $("undo").disabled = !undo.length;
  if (undo.length) $("reason").textContent = "The text has been changed since; check it again.";
}

function choose(event, number, link) {
  event.preventDefault();
  close(null);
  const note = $(`note-${number}`);
  opener = link;
  note.classList.add("current");
  const words = document.querySelector(`.hit[data-number="${number}"]`);
  words?.classList.add("current");
  if (words !== link) words?.scrollIntoView({ block: "center" });
  note.scrollIntoView({ block: "nearest" });
  note.focus({ preventScroll: true });
}

function close(event) {
  for (const one of document.querySelectorAll(".current")) one.classList.remove("current");
  if (event && opener?.isConnected) opener.focus();
  if (event) opener = null;
}

function apply(finding) {
  turn += 1;
  undo.push(current.text);
  const at = current.text.findings.indexOf(finding);
  current = { ...current, text: current.text.applied(finding) };
  draw();
  const left = current.text.findings;
  say(`Done: “${finding.quote}” is now “${finding.suggestion}”. Left: ${counts(left)}.`);
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

async function take(field, file) {
  if (file.size > LARGEST) {
    say(`${file.name} is too large; 2 MB at most are checked at once.`, true);
    return;
  }
  try {
    field.value = new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer());
  } catch {
    say(`${file.name} is not a text in UTF-8.`, true);
    return;
  }
  if (field.id === "text") $("markup").value = SUFFIXES[file.name.split(".").pop().toLowerCase()] ?? "text";
  say(`${file.name} is in the field.`);
}

function droppable(field) {
  field.addEventListener("dragover", (event) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    field.classList.add("over");
  });
  field.addEventListener("dragleave", () => field.classList.remove("over"));
  field.addEventListener("drop", (event) => {
    field.classList.remove("over");
    const [file] = event.dataTransfer.files;
    if (!file) return;
    event.preventDefault();
    take(field, file);
  });
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
for (const id of ["text", "source"]) droppable($(id));
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
  current = { ...current, text: undo.pop() };
  draw();
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
