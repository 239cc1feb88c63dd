// Keys of the desk: a press of a key is a press of what carries it, in the list and on the review screen alike.
// Without this file every link and button still works.
window.deskKeys = (() => {
  const isTyping = (target) => target.closest("input:not([type=checkbox]), textarea, select, [contenteditable], .select2-container");
  const handlers = new Map();

  function showKeys() {
    const dialog = document.getElementById("desk-keys");
    if (dialog?.open) dialog.close();
    else dialog?.showModal();
  }
  handlers.set("?", showKeys);

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (isTyping(event.target)) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    const target = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    const field = document.querySelector(`[data-focus-key="${CSS.escape(event.key)}"]`);
    const handler = handlers.get(event.key);
    if (!target && !field && !handler) return;
    if (document.querySelector("dialog[open]") && event.key !== "?") return;
    event.preventDefault();
    if (handler) handler();
    else (target || field)[target ? "click" : "focus"]();
  });

  return { on: (key, handler) => handlers.set(key, handler) };
})();
