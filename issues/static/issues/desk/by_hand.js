// Words selected in the story go into the field whose button is pressed. Without this file they are typed or pasted.
(() => {
  const screen = document.getElementById("by-hand");
  const story = screen?.querySelector("[data-story]");
  const bar = screen?.querySelector("[data-script]");
  if (!story || !bar) return;
  bar.hidden = false;

  bar.addEventListener("mousedown", (event) => event.preventDefault()); // a press would take the selection away
  bar.addEventListener("click", (event) => {
    const button = event.target.closest("[data-mark]");
    const words = button && selectedWords();
    if (!words) return;
    const field = document.getElementById(button.dataset.mark);
    field.value = [field.value.trim(), words].filter(Boolean).join("\n");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    window.getSelection().removeAllRanges();
  });

  function selectedWords() {
    const selection = window.getSelection();
    if (!selection.rangeCount || !story.contains(selection.getRangeAt(0).commonAncestorContainer)) return "";
    return selection.toString().split("\n").map((line) => line.trim()).filter(Boolean).join("\n");
  }
})();
