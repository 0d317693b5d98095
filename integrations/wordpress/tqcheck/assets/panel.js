// The panel in the block editor: the check's result, and for those who may, publishing in spite of it with a reason.
(function (wp) {
  const { createElement: el, useState } = wp.element;
  const { Button, TextControl, Notice } = wp.components;
  const { useSelect, select } = wp.data;
  const { PluginDocumentSettingPanel } = wp.editor?.PluginDocumentSettingPanel ? wp.editor : wp.editPost;
  let override = "";

  // The reason goes along with the one request that saves the post.
  wp.apiFetch.use((options, next) => {
    const saves = ["POST", "PUT"].includes(options.method) && /^\/wp\/v2\/[\w-]+\/\d+/.test(options.path ?? "");
    if (!saves || !override || !options.data) return next(options);
    const reason = override;
    return next({ ...options, data: { ...options.data, tqcheck_override: reason } });
  });

  function Flaw({ flaw }) {
    const better = flaw.suggestion === null ? "" : flaw.suggestion === "" ? " (delete)" : ` → ${flaw.suggestion}`;
    return el("li", {}, el("strong", {}, `${flaw.severity}: `), el("q", {}, flaw.quote), better, el("p", {}, flaw.message));
  }

  function Panel() {
    const [state, setState] = useState({ busy: false, result: null, error: "" });
    const [reason, setReason] = useState("");
    const id = useSelect((s) => s("core/editor").getCurrentPostId());
    const check = () => {
      setState({ busy: true, result: null, error: "" });
      const { title, content, excerpt } = Object.fromEntries(
        ["title", "content", "excerpt"].map((name) => [name, select("core/editor").getEditedPostAttribute(name) ?? ""]),
      );
      wp.apiFetch({ path: "/tqcheck/v1/check", method: "POST", data: { post: id, title, content, excerpt } }).then(
        (result) => setState({ busy: false, result, error: "" }),
        (error) => setState({ busy: false, result: null, error: error.message }),
      );
    };
    const { busy, result, error } = state;
    return el(
      PluginDocumentSettingPanel,
      { name: "tqcheck", title: "Translation check" },
      el(Button, { variant: "secondary", isBusy: busy, disabled: busy, onClick: check }, "Check now"),
      error && el(Notice, { status: "error", isDismissible: false }, error),
      result && el("p", { role: "status" }, el("strong", {}, result.verdict || "not judged"), `. ${result.reason}`),
      result && el("ol", {}, ...result.flaws.map((flaw) => el(Flaw, { flaw }))),
      window.tqcheck?.override &&
        el(TextControl, {
          label: "Publish in spite of it, because",
          value: reason,
          onChange: (value) => {
            override = value.trim();
            setReason(value);
          },
        }),
    );
  }

  wp.plugins.registerPlugin("tqcheck", { render: Panel, icon: "translation" });
})(window.wp);
