// The list of issues by keys: j and k move a cursor over the rows, o opens, x chooses.
window.addEventListener("DOMContentLoaded", () => {
  const rows = () => [...document.querySelectorAll("#result_list tr:not(thead tr)")].filter((row) => row.querySelector("th a, td a"));
  if (!document.getElementById("desk-list")) return;
  let at = -1;

  function move(step) {
    const all = rows();
    if (!all.length) return;
    all[at]?.classList.remove("desk-cursor");
    at = Math.max(0, Math.min(all.length - 1, at + step));
    all[at].classList.add("desk-cursor");
    all[at].querySelector("th a, td a").focus({ preventScroll: true });
    all[at].scrollIntoView({ block: "nearest" });
  }

  deskKeys.on("j", () => move(1));
  deskKeys.on("k", () => move(-1));
  deskKeys.on("o", () => rows()[at]?.querySelector("th a, td a").click());
  deskKeys.on("x", () => rows()[at]?.querySelector("input.action-select")?.click());
  deskKeys.on("/", () => document.getElementById("searchbar")?.focus());
});
