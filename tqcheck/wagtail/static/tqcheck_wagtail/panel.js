// The panel in the editor: asks for a judgement on what the form holds, and shows it as text.
(() => {
  "use strict";
  const SECONDS = 1.5;
  const SEVERITIES = { error: "Error", warning: "Warning", info: "Note" };

  function element(tag, className, words) {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (words !== undefined) made.textContent = words;
    return made;
  }

  // The element of the form at a content path: block ids, field names.
  function place(path) {
    let found = null;
    for (const part of path.split(".")) {
      const inner = (found ?? document).querySelector(`[data-contentpath="${CSS.escape(part)}"]`);
      if (!inner) break;
      found = inner;
    }
    return found;
  }

  function show(path) {
    const found = place(path);
    if (!found) return;
    found.closest("[data-tabs] [role=tabpanel][hidden]")?.removeAttribute("hidden");
    const field = [...found.querySelectorAll('[contenteditable="true"], textarea, input:not([type="hidden"])')]
      .find((one) => one.offsetParent);
    (field ?? found).scrollIntoView({ block: "center" });
    field?.focus({ preventScroll: true });
    found.classList.add("tqcheck-found");
    setTimeout(() => found.classList.remove("tqcheck-found"), 2000);
  }

  function flawItem(flaw) {
    const item = element("li", `tqcheck-flaw tqcheck-${flaw.severity}`);
    const field = element("p", "tqcheck-field");
    field.append(element("span", "tqcheck-severity", SEVERITIES[flaw.severity] ?? flaw.severity), ` ${flaw.field}`);
    item.append(field, element("p", "tqcheck-quote", flaw.quote), element("p", "", flaw.message));
    if (flaw.source_phrase) item.append(element("p", "tqcheck-quiet", `From: “${flaw.source_phrase}”`));
    if (flaw.suggestion !== null) {
      const write = element("p", "", flaw.suggestion ? "Write: " : "");
      write.append(element("strong", "", flaw.suggestion || "Delete it"));
      item.append(write);
    }
    if (place(flaw.path)) {
      const button = element("button", "button button-small button-secondary", "Show in the text");
      button.type = "button";
      button.setAttribute("aria-label", `Show in the text: ${flaw.quote}`);
      button.addEventListener("click", () => show(flaw.path));
      item.append(button);
    }
    return item;
  }

  function start(panel) {
    const find = (name) => panel.querySelector(`[data-tqcheck-${name}]`);
    const form = document.querySelector("[data-edit-form], #page-edit-form, #w-editor-form") ?? document.querySelector("main form[method=POST i]");
    const toggle = document.querySelector('[data-side-panel-toggle="tqcheck"] [data-side-panel-toggle-counter]');
    let seen = null; // what was last asked about
    let last = null; // what the form held at the last look
    let running = null;

    function held() {
      const data = new URLSearchParams();
      for (const [name, value] of new FormData(form)) {
        if (typeof value === "string" && !name.startsWith("wagtail-side-panel")) data.append(name, value);
      }
      return data;
    }

    function say(words, bad = false) {
      const status = find("status");
      if (status.textContent !== words) status.textContent = words;
      status.classList.toggle("tqcheck-bad", bad);
    }

    function draw(answer) {
      const verdict = find("verdict");
      verdict.textContent = answer.name;
      verdict.className = `tqcheck-verdict tqcheck-is-${answer.verdict}`;
      find("reason").textContent = answer.reason;
      find("figures").textContent = answer.fidelity === null ? "" : `Fidelity ${answer.fidelity} of 100: how near the wording is to its source or, without one, to itself after a translation there and back.`;
      find("flaws").replaceChildren(...answer.flaws.map(flawItem));
      find("result").hidden = false;
      const number = answer.flaws.filter((flaw) => flaw.severity !== "info").length;
      if (toggle) {
        toggle.textContent = number;
        toggle.hidden = !number;
      }
      say(answer.step === "hold" ? "As it stands, publishing is stopped." : `Checked: ${answer.name.toLowerCase()}.`);
    }

    async function check() {
      const data = form ? held() : new URLSearchParams();
      seen = data.toString();
      data.append("tqcheck-form", form ? "1" : "");
      running?.abort();
      const mine = (running = new AbortController());
      say("Checking …");
      try {
        const headers = { "X-CSRFToken": data.get("csrfmiddlewaretoken") ?? "", "X-Requested-With": "XMLHttpRequest" };
        const options = { method: "POST", body: data, headers, credentials: "same-origin", signal: mine.signal };
        const response = await fetch(panel.dataset.checkUrl, options);
        if (!response.ok) throw new Error(response.status);
        draw(await response.json());
      } catch (error) {
        if (error.name !== "AbortError") say("The check cannot be reached just now; you can go on writing.", true);
      } finally {
        if (running === mine) running = null;
      }
    }

    find("again").addEventListener("click", check);
    // Wagtail's editors change hidden fields without an event, so the form is looked at, as its preview does.
    setInterval(() => {
      if (document.hidden || !form) return;
      const now = held().toString();
      if (now !== seen && now === last) check();
      last = now;
    }, 1000 * SECONDS);
    // The editors have to fill the form first.
    setTimeout(check, 600);
  }

  document.addEventListener("DOMContentLoaded", () => {
    for (const panel of document.querySelectorAll("[data-tqcheck-panel][data-check-url]")) start(panel);
  });
})();
