// A checked text as code points, since the report counts so, with what stands where in it.

const SPECIAL = { html: "<>&", markdown: "<>&*_`[]\\", text: "" };
const RANK = { error: 3, warning: 2, info: 1 };

export const worst = (findings) => findings.reduce((a, b) => (RANK[b.severity] > RANK[a.severity] ? b : a));

export class Text {
  constructor(text, markup, findings, segments) {
    this.points = Array.from(text);
    this.markup = markup;
    this.findings = findings.map((finding, k) => ({ ...finding, number: finding.number ?? k + 1 }));
    this.segments = segments;
  }

  toString() {
    return this.points.join("");
  }

  slice(start, end) {
    return this.points.slice(start, end).join("");
  }

  // Whether the suggestion can stand in place of the words as it is, in the markup of the text.
  applies(finding) {
    const { suggestion, start, end, quote } = finding;
    if (suggestion === null || this.slice(start, end) !== quote) return false;
    return !Array.from(SPECIAL[this.markup]).some((sign) => suggestion.includes(sign));
  }

  // The text with one suggestion taken; findings on the same words are gone, later ones moved.
  applied(finding) {
    const { start, end, suggestion } = finding;
    const put = Array.from(suggestion);
    const by = put.length - (end - start);
    const moved = (one) => (one.start >= end ? { ...one, start: one.start + by, end: one.end + by } : one);
    const rest = this.findings.filter((one) => one !== finding && !(one.start < end && start < one.end));
    const segments = this.segments.map((one) =>
      one.start <= start && end <= one.end ? { ...one, end: one.end + by } : moved(one),
    );
    const next = new Text("", this.markup, rest.map(moved), segments);
    next.points = [...this.points.slice(0, start), ...put, ...this.points.slice(end)];
    return next;
  }

  // Stretches under the same findings: {text, findings, closing}, in order.
  pieces() {
    const marks = this.findings.filter((one) => one.start < one.end || one.start <= this.points.length);
    const edges = new Set([0, this.points.length]);
    const opening = new Map();
    const closing = new Map();
    const add = (map, at, one) => map.set(at, [...(map.get(at) ?? []), one]);
    for (const one of marks) {
      edges.add(one.start).add(one.end);
      add(opening, one.start, one);
      if (one.end > one.start) add(closing, one.end, one);
    }
    const sorted = [...edges].sort((a, b) => a - b);
    const active = new Set();
    const found = [];
    sorted.forEach((start, k) => {
      const end = sorted[k + 1] ?? start;
      for (const one of closing.get(start) ?? []) active.delete(one);
      for (const one of opening.get(start) ?? []) {
        if (one.end > one.start) active.add(one);
        else found.push({ text: "", findings: [one], closing: [one] });
      }
      if (start < end) {
        found.push({ text: this.slice(start, end), findings: [...active], closing: closing.get(end) ?? [] });
      }
    });
    return found;
  }

  segmentOf(finding) {
    return this.segments.find((one) => one.start <= finding.start && finding.start < one.end);
  }
}
