// Files dropped anywhere on the upload form join those chosen before; the names are told.
// Without this file the browser's own field takes files, dropped ones too.
(() => {
  const form = document.getElementById("upload");
  const field = form?.querySelector('input[type="file"]');
  if (!field) return;
  const told = form.querySelector(".desk-chosen");
  const SHOWN = 8;
  let chosen = [];

  const same = (one, other) => one.name === other.name && one.size === other.size;

  function add(files) {
    const fresh = [...files].filter((file) => !chosen.some((known) => same(known, file)));
    chosen = [...chosen, ...fresh];
    const all = new DataTransfer();
    chosen.forEach((file) => all.items.add(file));
    field.files = all.files;
    tell();
  }

  function tell() {
    const megabytes = (chosen.reduce((sum, file) => sum + file.size, 0) / 2 ** 20).toFixed(1);
    const names = chosen.slice(0, SHOWN).map((file) => file.name).join("、");
    const more = chosen.length > SHOWN ? "…" : "";
    told.textContent = chosen.length ? `${told.dataset.chosen} ${chosen.length}（${megabytes} MB）：${names}${more}` : "";
  }

  // Caught on its way down: unfold would write the file's name into the next text field, the publication.
  form.addEventListener("change", (event) => {
    if (event.target !== field) return;
    event.stopPropagation();
    chosen = [...field.files];
    tell();
  }, true);

  let depth = 0; // entering a child comes before leaving its parent
  const light = (change) => {
    depth = Math.max(0, depth + change);
    form.classList.toggle("is-over", depth > 0);
  };
  form.addEventListener("dragenter", () => light(1));
  form.addEventListener("dragleave", () => light(-1));
  form.addEventListener("dragover", (event) => event.preventDefault());
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    light(-depth);
    add(event.dataTransfer.files);
  });
})();
