// What the admin's theme leaves out for those who hear a page: a main landmark, names of select2's fields, quiet scroll
// areas (simplebar names each of them in English). Without this file every page works as before.
window.addEventListener("DOMContentLoaded", () => {
  document.getElementById("main")?.setAttribute("role", "main");

  function mend() {
    for (const area of document.querySelectorAll(".simplebar-content-wrapper[role]")) {
      area.removeAttribute("role");
      area.removeAttribute("aria-label");
    }
    for (const select of document.querySelectorAll("select.select2-hidden-accessible")) {
      const name = select.labels[0]?.textContent.trim() || select.getAttribute("aria-label");
      const shown = select.nextElementSibling;
      for (const part of shown?.querySelectorAll("[role=combobox], [role=textbox], .select2-search__field") || []) {
        if (name && !part.hasAttribute("aria-label")) part.setAttribute("aria-label", name);
      }
      shown?.querySelector("ul.select2-selection__rendered:not([role])")?.setAttribute("role", "presentation");
    }
  }
  mend();
  new MutationObserver(mend).observe(document.body, { childList: true, subtree: true });
});
