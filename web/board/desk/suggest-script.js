// What a field of search can do more where there is JavaScript: what somebody may mean is listed below it as they type, after the
// pattern of a combobox with a list (ARIA Authoring Practices). Without it the form searches as it does.

const pause = 80;

for (const input of document.querySelectorAll("input[data-suggest]")) begin(input);

function begin(input) {
  const { suggest, none, some } = input.dataset;
  const list = document.createElement("ul");
  const told = document.createElement("p");
  list.id = `${input.id}-list`;
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.labels[0]?.textContent ?? "");
  told.className = "visually-hidden";
  told.setAttribute("role", "status");
  for (const [name, value] of Object.entries({
    role: "combobox",
    autocomplete: "off",
    "aria-autocomplete": "list",
    "aria-controls": list.id,
    "aria-expanded": "false",
  }))
    input.setAttribute(name, value);
  input.after(list, told);
  input.parentElement.classList.add("suggesting");

  let timer;
  let asked = new AbortController();
  let chosen = -1;

  const close = () => {
    list.hidden = true;
    chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const choose = (at) => {
    const options = [...list.children];
    chosen = options.length === 0 ? -1 : (at + options.length) % options.length;
    for (const [n, one] of options.entries()) one.setAttribute("aria-selected", String(n === chosen));
    options[chosen]?.scrollIntoView({ block: "nearest" });
    if (chosen >= 0) input.setAttribute("aria-activedescendant", options[chosen].id);
  };
  const show = (suggestions) => {
    list.replaceChildren(...suggestions.map(optionOf));
    told.textContent = suggestions.length > 0 ? some.replace("{n}", suggestions.length) : none;
    if (suggestions.length === 0) return close();
    list.hidden = false;
    chosen = -1;
    input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-expanded", "true");
  };

  /** Text alone is put into the page, never markup. */
  function optionOf({ label, hint, href }, n) {
    const option = document.createElement("li");
    option.id = `${list.id}-${n}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    const beside = document.createElement("span");
    beside.className = "hint";
    beside.textContent = hint;
    option.append(label, " ", beside);
    option.dataset.href = href;
    // Before the field loses its focus, which closes the list.
    option.addEventListener("pointerdown", (event) => event.preventDefault());
    option.addEventListener("click", () => location.assign(href));
    return option;
  }

  async function ask() {
    asked.abort();
    asked = new AbortController();
    const typed = input.value.trim();
    if (typed === "") return close();
    const { signal } = asked;
    try {
      const answer = await fetch(`${suggest}?q=${encodeURIComponent(typed)}`, { signal, redirect: "error" });
      const { suggestions = [] } = answer.ok ? await answer.json() : {};
      if (!signal.aborted && document.activeElement === input) show(suggestions);
    } catch {
      // Nothing is suggested: the form still searches.
    }
  }

  input.addEventListener("input", (event) => {
    // Pinyin that an input method has not turned into signs yet is no word of anybody's.
    if (event.isComposing) return;
    clearTimeout(timer);
    timer = setTimeout(ask, pause);
  });
  input.addEventListener("compositionend", ask);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    } else if (list.hidden) return;
    else if (event.key === "ArrowDown") {
      event.preventDefault();
      choose(chosen + 1);
    } else if (event.key === "ArrowUp") {
      event.preventDefault();
      choose(chosen < 0 ? -1 : chosen - 1);
    } else if (event.key === "Enter" && chosen >= 0) {
      event.preventDefault();
      location.assign(list.children[chosen].dataset.href);
    }
  });
}
