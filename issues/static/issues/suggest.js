// Suggestions below the search field: a combobox (ARIA 1.2). Without this file the field searches as it always does.
const field = document.querySelector("input[data-suggest]");
if (field) {
  const list = document.createElement("ul");
  list.id = "suggestions";
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", field.dataset.suggestLabel);
  field.after(list);
  const roles = { role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false" };
  for (const [name, value] of Object.entries(roles)) field.setAttribute(name, value);
  let timer = 0;
  let asked = "";
  let chosen = -1;

  const close = () => {
    list.hidden = true;
    chosen = -1;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  };

  const choose = (next) => {
    const options = [...list.children];
    chosen = (next + options.length) % options.length;
    options.forEach((option, at) => option.setAttribute("aria-selected", String(at === chosen)));
    field.setAttribute("aria-activedescendant", options[chosen].id);
    options[chosen].scrollIntoView({ block: "nearest" });
  };

  const show = (suggestions) => {
    close();
    list.replaceChildren(...suggestions.map((one, at) => {
      const option = document.createElement("li");
      const kind = document.createElement("small");
      option.id = `suggestion-${at}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.dataset.url = one.url;
      kind.textContent = one.kind;
      option.append(one.text, " ", kind);
      return option;
    }));
    list.hidden = suggestions.length === 0;
    field.setAttribute("aria-expanded", String(!list.hidden));
  };

  // What the form has chosen stays, but for the words that were typed and what the suggestion itself sets; so does the
  // page with its own filter, unless the suggestion sets that one.
  const address = (suggested) => {
    const target = new URL(suggested, location.href);
    if (!target.search) return target;
    const names = [...target.searchParams.keys()];
    const replaced = names.includes("category") ? ["q", "group", ...names] : ["q", ...names];
    for (const [name, value] of new FormData(field.form)) {
      if (value && !replaced.includes(name)) target.searchParams.append(name, value);
    }
    if (!names.includes(field.dataset.fixed)) target.pathname = new URL(field.form.action).pathname;
    return target;
  };

  const ask = async () => {
    const text = field.value.trim();
    if (text === asked) return;
    asked = text;
    if (!text) return close();
    const answer = await fetch(`${field.dataset.suggest}?q=${encodeURIComponent(text)}`).catch(() => null);
    if (!answer || !answer.ok || text !== asked) return;
    show((await answer.json()).suggestions);
  };

  field.addEventListener("input", (event) => {
    if (event.isComposing) return;
    clearTimeout(timer);
    timer = setTimeout(ask, 200);
  });
  field.addEventListener("compositionend", ask);
  field.addEventListener("blur", () => setTimeout(close, 200));
  field.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return;
    if (event.key === "ArrowDown") choose(chosen + 1);
    else if (event.key === "ArrowUp") choose(chosen < 0 ? -1 : chosen - 1);
    else if (event.key === "Escape") close();
    else if (event.key === "Enter" && chosen >= 0) location.assign(address(list.children[chosen].dataset.url));
    else return;
    event.preventDefault();
  });
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("li");
    if (option) location.assign(address(option.dataset.url));
  });
}
