// The review screen's comforts: keys, words that scroll into view, a warning before input is lost.
// Without this file every link, button and highlight still works.
(() => {
  const screen = document.getElementById("review");
  const form = document.getElementById("review-form");
  if (!screen || !form) return;

  const marksOf = (name) => screen.querySelectorAll(`mark[data-field="${CSS.escape(name)}"]`);

  screen.addEventListener("click", (event) => {
    const link = event.target.closest("[data-words]");
    if (!link) return;
    const mark = document.getElementById(`words-${link.dataset.words}`);
    if (!mark) return;
    event.preventDefault();
    const whole = mark.closest("details");
    if (whole) whole.open = true;
    mark.scrollIntoView({ block: "center", behavior: "smooth" });
    light(link.dataset.words, true);
    setTimeout(() => light(link.dataset.words, false), 2500);
  });

  function light(name, on) {
    marksOf(name).forEach((mark) => mark.classList.toggle("is-lit", on));
  }

  screen.querySelectorAll("[data-row]").forEach((row) => {
    row.addEventListener("focusin", () => light(row.dataset.row, true));
    row.addEventListener("focusout", () => light(row.dataset.row, false));
  });

  // --- Words selected in the story: buttons say what they speak for. Offsets count characters as the page does.
  const marking = screen.querySelector("[data-marking]");
  if (marking) {
    screen.querySelector("[data-hint]").hidden = false;
    marking.addEventListener("mousedown", (event) => event.preventDefault()); // a press would take the selection away
    document.addEventListener("selectionchange", () => {
      const found = selectedWords();
      if (!found && marking.contains(document.activeElement)) return; // reached by the keyboard
      marking.hidden = !found;
      if (found) [form.elements.mark_words.value, form.elements.mark_start.value] = found;
    });
    marking.addEventListener("click", (event) => {
      const place = form.elements.place;
      if (event.target.value === "mark:place" && !place.value.trim()) place.value = form.elements.mark_words.value;
    });
  }

  function selectedWords() {
    const selection = window.getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    const story = range.startContainer.parentElement?.closest("[data-start]");
    if (!story || !story.contains(range.endContainer)) return null;
    const words = range.toString();
    const before = document.createRange();
    before.setStart(story, 0);
    before.setEnd(range.startContainer, range.startOffset);
    const led = words.length - words.trimStart().length;
    const start = Number(story.dataset.start) + [...before.toString()].length + led;
    return words.trim() ? [words.trim(), start] : null;
  }

  // --- A division that the page names goes into its field; without this file the press saves it with the rest
  screen.addEventListener("click", (event) => {
    const button = event.target.closest("[data-match]");
    if (!button) return;
    event.preventDefault();
    const [name, value] = button.value.split(":").slice(1);
    const field = form.elements[name];
    if (field.options && ![...field.options].some((option) => option.value === value)) {
      field.add(new Option(button.dataset.match, value));
    }
    field.value = value;
    touch();
    window.django?.jQuery(field).trigger("change"); // select2 shows what jQuery tells it
  });

  // --- A reply template goes into the field, to be changed there; without this file its text is taken as it is
  screen.addEventListener("change", (event) => {
    const target = event.target.dataset.fills && document.getElementById(event.target.dataset.fills);
    if (target) target.value = event.target.selectedOptions[0].dataset.text || target.value;
  });

  // --- Rejecting: one key opens the reasons, a digit chooses one; a reason that is written already goes first
  const reasons = screen.querySelector("[data-reasons]");
  if (reasons) {
    for (const button of reasons.querySelectorAll("[data-digit]")) {
      deskKeys.on(button.dataset.digit, () => { if (reasons.open) choose(button); });
    }
    reasons.addEventListener("toggle", () => {
      if (reasons.open && document.activeElement !== form.elements.reason) reasons.querySelector("button").focus();
    });
    reasons.addEventListener("keydown", (event) => {
      if (event.key === "Escape") reasons.open = false;
    });
  }

  function choose(button) {
    if (button.value === "reject" && !form.elements.reason.value.trim()) form.elements.reason.focus();
    else button.click();
  }

  deskKeys.on("e", () => form.querySelector("[data-row] input, [data-row] textarea")?.focus());

  // --- Nothing typed is lost by leaving
  let dirty = Boolean(screen.querySelector(".desk-clashes, .desk-error"));
  const touch = () => { dirty = true; };
  form.addEventListener("input", touch);
  window.django?.jQuery(form).on("change", touch); // select2 tells jQuery alone
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-beside]")) dirty = false; // what stands beside the form does not save it
  });
  window.addEventListener("beforeunload", (event) => {
    if (dirty) event.preventDefault();
  });
})();
