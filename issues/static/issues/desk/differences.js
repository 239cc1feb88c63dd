// One box that ticks all. Without this file each difference is ticked by hand.
(() => {
  const form = document.getElementById("differences");
  const all = form?.querySelector("[data-choose-all]");
  if (!all) return;
  all.closest("[data-script]").hidden = false;
  all.addEventListener("change", () => {
    form.querySelectorAll('input[name="chosen"]').forEach((box) => { box.checked = all.checked; });
  });
})();
