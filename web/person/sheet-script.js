// What a sheet can do more where there is JavaScript: what is typed is kept at once, on the server or (without a connection) on this device;
// photos are made smaller before they go up; sending shows how far it is, and may be tried again. Without it a button keeps and sends.

const pause = 1_200;
const retry = 10_000;
/** Longest side of a photo in pixels, and the size beyond which one is made smaller. */
const side = 2_048;
const large = 500_000;

function begin() {
  const form = document.querySelector("form.sheet-form");
  if (form) keep(form);
}

function keep(form) {
  const words = form.dataset;
  const place = `duban-draft-${words.keptAs}`;
  const state = form.querySelector("[data-state]");
  let dirty = words.dirty !== undefined;
  let timer;
  let sending = false;

  const tell = (text) => {
    state.textContent = text;
  };
  const typed = () => {
    const data = new FormData(form);
    for (const input of form.querySelectorAll("input[type=file]")) data.delete(input.name);
    return data;
  };
  const later = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  };

  async function save() {
    if (sending || !dirty) return;
    const data = typed();
    data.set("keep", "quietly");
    dirty = false;
    tell(words.saving);
    const answer = await fetch(form.action, { method: "POST", body: data, redirect: "error" }).catch(() => null);
    if (answer?.status === 204) {
      if (dirty) return;
      localStorage.removeItem(place);
      tell(words.saved);
      return;
    }
    dirty = true;
    keepHere();
    tell(words.offline);
    later(retry);
  }

  function keepHere() {
    const values = [...typed()].filter(([name]) => name !== "token");
    try {
      localStorage.setItem(place, JSON.stringify(values));
    } catch {
      // A full or forbidden store: the page still has it.
    }
  }

  /** What was kept here never came to the server, so it is newer. */
  function restore() {
    const kept = localStorage.getItem(place);
    if (kept === null) return;
    const values = new Map(JSON.parse(kept));
    for (const field of form.elements) {
      if (!field.name?.startsWith("t-") || field.type === "file" || field.type === "hidden") continue;
      const value = values.get(field.name);
      if (field.type === "checkbox" || field.type === "radio") field.checked = value === field.value;
      else field.value = value ?? "";
      if (value) field.closest("details")?.setAttribute("open", "");
    }
    dirty = true;
    tell(words.restored);
    later(pause);
  }

  form.addEventListener("input", ({ target }) => {
    if (target.type === "file") return;
    dirty = true;
    keepHere();
    later(pause);
  });
  form.addEventListener("change", ({ target }) => {
    if (target.type === "file") shrinkAll(target, words, tell);
  });
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (event.submitter?.name === "keep") {
      dirty = false;
      return;
    }
    event.preventDefault();
    if (!sending) send();
  });
  addEventListener("online", () => later(0));
  addEventListener("beforeunload", (event) => {
    const files = [...form.querySelectorAll("input[type=file]")].some((input) => input.files.length > 0);
    if (form.isConnected && (dirty || sending || files)) event.preventDefault();
  });

  function send() {
    const request = new XMLHttpRequest();
    const button = form.querySelector("button.main");
    keepHere();
    sending = true;
    button.disabled = true;
    request.open("POST", form.action);
    request.upload.onprogress = ({ loaded, total }) =>
      tell(words.sending.replace("{n}", Math.round((100 * loaded) / total)));
    request.upload.onload = () => tell(words.waiting);
    request.onerror = () => {
      sending = false;
      dirty = true;
      button.disabled = false;
      tell(words.failed);
      later(retry);
    };
    request.onload = () => {
      sending = false;
      const page = new DOMParser().parseFromString(request.responseText, "text/html");
      if (request.status >= 300 && request.status !== 422) {
        // Nothing of it was read: it is all still here.
        dirty = true;
        button.disabled = false;
        tell([...page.querySelectorAll("main h1, main p")].map((one) => one.textContent).join(" "));
        return;
      }
      // Handed in, or kept on the server.
      dirty = false;
      localStorage.removeItem(place);
      form.remove();
      if (request.status === 422) answered(page);
      else location.assign(request.responseURL);
    };
    request.send(new FormData(form));
  }

  restore();
}

/** Shows the page that answered: what was not taken, marked. */
function answered(page) {
  document.querySelector("main").replaceWith(document.adoptNode(page.querySelector("main")));
  document.title = page.title;
  scrollTo(0, 0);
  const alert = document.querySelector("[role=alert]");
  alert?.setAttribute("tabindex", "-1");
  alert?.focus();
  begin();
}

async function shrinkAll(input, words, tell) {
  const files = [...input.files];
  if (!files.some(isLargePhoto)) return;
  tell(words.shrinking);
  const smaller = await Promise.all(files.map((file) => (isLargePhoto(file) ? shrink(file) : file)));
  // Others may have been chosen meanwhile.
  if (input.files.length !== files.length || [...input.files].some((file, n) => file !== files[n])) return;
  const chosen = new DataTransfer();
  for (const file of smaller) chosen.items.add(file);
  input.files = chosen.files;
  const size = (all) => `${(all.reduce((sum, file) => sum + file.size, 0) / 1_048_576).toFixed(1)} MB`;
  tell(words.shrunk.replace("{from}", size(files)).replace("{to}", size(smaller)));
}

const isLargePhoto = (file) => /^image\/(jpeg|png|webp)$/.test(file.type) && file.size > large;

/** A photo that cannot be read here goes up as it is. */
async function shrink(file) {
  try {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, side / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.82));
    if (!blob || blob.size >= file.size) return file;
    return new File([blob], `${file.name.replace(/\.\w+$/, "")}.jpg`, {
      type: "image/jpeg",
      lastModified: file.lastModified,
    });
  } catch {
    return file;
  }
}

begin();
