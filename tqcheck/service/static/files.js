// Files that are opened or dropped, into the fields; drops beside a field are for the text.

const $ = (id) => document.getElementById(id);
const SUFFIXES = { html: "html", htm: "html", md: "markdown", markdown: "markdown" };
const NAMES = { html: ", as HTML", markdown: ", as Markdown", text: "" };
const LARGEST = 2_000_000;

async function take(field, file, say) {
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
  say(`${file.name} is in the field${field.id === "text" ? NAMES[$("markup").value] : ""}.`);
}

export function takeFiles(say) {
  const fields = [$("text"), $("source")];
  const over = (event) => fields.find((field) => field === event.target) ?? $("text");
  const clear = () => fields.forEach((field) => field.classList.remove("over"));
  document.addEventListener("dragover", (event) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    // A file dropped beside the field would open in place of the page, and take what was written with it.
    event.preventDefault();
    clear();
    over(event).classList.add("over");
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) clear();
  });
  document.addEventListener("drop", (event) => {
    clear();
    const [file] = event.dataTransfer.files;
    if (!file) return;
    event.preventDefault();
    take(over(event), file, say);
  });
  $("open").addEventListener("click", () => $("file").click());
  $("file").addEventListener("change", async () => {
    const [file] = $("file").files;
    if (file) await take($("text"), file, say);
    // The same file can be chosen again.
    $("file").value = "";
    $("text").focus();
  });
}
