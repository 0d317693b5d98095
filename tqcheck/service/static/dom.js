// Elements, and the names of what a report names by codes.

export const NAMES = { error: "error", warning: "warning", info: "note" };
const CODE = /^[a-z]{2,3}$/;

// A code that may stand in a `lang` attribute.
export const lang = (code) => (code && CODE.test(code) ? code : null);

export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

export function languageName(code) {
  if (!lang(code)) return "an unknown language";
  try {
    return new Intl.DisplayNames(["en"], { type: "language" }).of(code) ?? code;
  } catch {
    return code;
  }
}
