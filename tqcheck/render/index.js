"use strict";
// Sorts the tables and filters the documents; the page says the same without it.
for (const table of document.querySelectorAll("table.sortable")) {
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const was = head.getAttribute("aria-sort");
      const first = head.classList.contains("number") ? "descending" : "ascending";
      const order = was === null ? first : was === "ascending" ? "descending" : "ascending";
      for (const other of heads) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", order);
      sort(table.tBodies[0], column, order === "ascending" ? 1 : -1);
      if (table.nextElementSibling?.className === "more") cut(table.tBodies[0]);
    });
  });
}
// Of a long table the first rows, until somebody asks for the rest.
const MANY = 20;
function cut(body, rows = MANY) {
  [...body.rows].forEach((row, at) => (row.hidden = at >= rows));
}
for (const table of document.querySelectorAll("table.long")) {
  const body = table.tBodies[0];
  if (body.rows.length <= 1.5 * MANY) continue;
  cut(body);
  const more = document.createElement("button");
  more.type = "button";
  more.className = "more";
  more.textContent = `Show all ${body.rows.length}`;
  more.addEventListener("click", () => {
    cut(body, Infinity);
    more.remove();
  });
  table.after(more);
}
function sort(body, column, sign) {
  const words = new Intl.Collator(undefined, { numeric: true });
  const rows = [...body.rows].map((row) => ({ row, value: row.cells[column]?.dataset.v ?? "" }));
  const numbers = rows.every(({ value }) => !Number.isNaN(Number(value)));
  rows.sort((a, b) => {
    // What has no value comes last either way.
    if (a.value === "" || b.value === "") return (a.value === "") - (b.value === "");
    return sign * (numbers ? a.value - b.value : words.compare(a.value, b.value));
  });
  body.append(...rows.map(({ row }) => row));
}
const verdict = document.getElementById("verdict");
const words = document.getElementById("words");
const course = document.getElementById("course");
const rows = [...document.querySelectorAll("table.documents tbody tr[data-verdict]")];
function filter() {
  const wanted = words.value.trim().toLowerCase().split(/\s+/);
  let shown = 0;
  for (const row of rows) {
    const text = row.textContent.toLowerCase();
    const fits =
      (!verdict.value || row.dataset.verdict === verdict.value) &&
      (!course || !course.value || row.dataset.course === course.value) &&
      wanted.every((word) => text.includes(word));
    row.hidden = !fits;
    shown += fits;
  }
  document.getElementById("shown").value = shown === rows.length ? "" : `${shown} of ${rows.length}`;
}
for (const control of [verdict, words, course]) control?.addEventListener("input", filter);
document.getElementById("controls").hidden = rows.length < 2;
