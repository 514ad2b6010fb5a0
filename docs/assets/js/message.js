// The message to the buyer's desk: its blanks are filled in from what is typed on this page, and copied from here.
// Nothing is stored and nothing is sent. Without this script it is a text with blanks, to be copied by hand.
(function () {
  "use strict";

  const BLANK = "＿＿＿＿＿＿";
  const typed = Object.create(null); // by the message's id and the field's: the page and the dialog show the same

  function all(root, selector) {
    return Array.from(root.querySelectorAll(selector));
  }

  // ---- filling in ------------------------------------------------------------------------------

  function valuesOf(message) {
    const id = message.dataset.message;
    return (typed[id] = typed[id] || Object.create(null));
  }

  function draw(message) {
    const progress = window.guideProgress;
    const values = valuesOf(message);
    all(message, "[data-fills]").forEach((input) => {
      const value = values[input.dataset.fills] || "";
      if (input.value.trim() !== value) input.value = value;
    });
    all(message, ".message-text").forEach((text) => {
      const known = new Map(progress ? [["progress", progress.clause(text.dataset.language)], ["code", progress.code()]] : []);
      all(text, ".message-line").forEach((line) => {
        const blanks = all(line, "[data-blank]");
        blanks.forEach((blank) => {
          const value = known.get(blank.dataset.blank) || values[blank.dataset.blank];
          blank.textContent = value || BLANK;
          blank.classList.toggle("is-filled", Boolean(value));
          if (value && /[\u3400-\u9fff]/.test(value)) blank.lang = "zh-Hans";
          else blank.removeAttribute("lang");
        });
        const empty = blanks.some((blank) => !blank.classList.contains("is-filled"));
        line.hidden = empty && ("optional" in line.dataset || "automatic" in line.dataset);
      });
    });
  }

  function drawAll() {
    const progress = window.guideProgress;
    all(document, ".message").forEach(draw);
    if (!progress) return;
    const language = document.documentElement.lang.slice(0, 2);
    all(document, "[data-code]").forEach((part) => { part.textContent = progress.code(); });
    all(document, "[data-clause]").forEach((part) => { part.textContent = progress.clause(language); });
  }

  document.addEventListener("input", (event) => {
    const input = event.target.closest("[data-fills]");
    if (!input) return;
    valuesOf(input.closest(".message"))[input.dataset.fills] = input.value.trim();
    drawAll();
  });

  // ---- copying ---------------------------------------------------------------------------------

  function words() {
    const progress = window.guideProgress;
    return progress ? progress.guide.words : {};
  }

  function textOf(message) {
    const lines = all(message.querySelector("[data-sent]"), ".message-line").filter((line) => !line.hidden);
    return lines.map((line) => line.textContent.replace(/\s+/g, " ").trim()).join("\n");
  }

  // Where the browser has no clipboard for us (a page opened from a file, an old browser): the old way,
  // and if that fails too, the text is left selected.
  function copyTheOldWay(text, shown) {
    const area = document.createElement("textarea");
    const focused = document.activeElement;
    area.className = "visually-hidden";
    area.readOnly = true;
    area.value = text;
    (focused.closest(".dialog") || document.body).append(area);
    area.focus();
    area.select();
    let copied = false;
    try {
      copied = document.execCommand("copy");
    } catch (error) {
      copied = false;
    }
    area.remove();
    focused.focus();
    if (!copied) window.getSelection().selectAllChildren(shown);
    return copied;
  }

  function copy(text, shown, answer) {
    const tell = (copied) => { answer.textContent = copied ? words().copied : words().not_copied; };
    answer.textContent = "";
    if (navigator.clipboard && window.isSecureContext) {
      navigator.clipboard.writeText(text).then(() => tell(true), () => tell(copyTheOldWay(text, shown)));
    } else {
      tell(copyTheOldWay(text, shown));
    }
  }

  function copyMessage(button) {
    const message = button.closest(".message");
    const answer = message.querySelector(".message-answer");
    const missing = all(message, "[data-required]").find((input) => !input.value.trim());
    if (missing) {
      const label = message.querySelector(`label[for="${missing.id}"]`);
      answer.textContent = (words().fill_first || "").replace("{field}", label.textContent.trim());
      missing.focus();
      return;
    }
    copy(textOf(message), message.querySelector("[data-sent]"), answer);
  }

  function copyCode(button) {
    const box = button.closest(".code-box");
    const code = box.querySelector("[data-code]");
    copy(code.textContent, code, box.querySelector(".message-answer"));
  }

  // ---- the dialog ------------------------------------------------------------------------------

  let open = null; // { shade, opener }

  function openDialog(opener) {
    const template = document.getElementById("guide-dialog");
    if (!template || open) return;
    const shade = template.content.cloneNode(true).querySelector(".dialog-shade");
    document.body.append(shade);
    document.documentElement.classList.add("has-dialog");
    open = { shade, opener };
    drawAll();
    shade.querySelector(".dialog-title").focus();
  }

  function closeDialog() {
    open.shade.remove();
    document.documentElement.classList.remove("has-dialog");
    open.opener.focus();
    open = null;
  }

  function keepFocusInside(event) {
    const reachable = all(open.shade, "button, input, a[href]").filter((part) => part.offsetParent !== null);
    const first = reachable[0];
    const last = reachable[reachable.length - 1];
    const at = document.activeElement;
    if (event.shiftKey ? at === first || !reachable.includes(at) : at === last) {
      event.preventDefault();
      (event.shiftKey ? last : first).focus();
    }
  }

  document.addEventListener("keydown", (event) => {
    if (!open) return;
    if (event.key === "Escape") closeDialog();
    if (event.key === "Tab") keepFocusInside(event);
  });
  document.addEventListener("click", (event) => {
    const found = (selector) => event.target.closest(selector);
    if (found("[data-copy-message]")) copyMessage(found("[data-copy-message]"));
    else if (found("[data-copy-code]")) copyCode(found("[data-copy-code]"));
    else if (found("[data-progress-tell]")) openDialog(found("[data-progress-tell]"));
    else if (open && (found("[data-close]") || event.target === open.shade)) closeDialog();
  });

  // ---- beginning -------------------------------------------------------------------------------

  function start() {
    if (window.guideProgress) window.guideProgress.onChange(drawAll);
    drawAll();
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
