// <form data-autosave-url="…"> with a hidden `version`: sends what was typed a moment after the last key, tells how it went
// in [data-autosave-status] (words from data-saving, data-saved, data-failed, data-offline, data-conflict on the form), and
// keeps the text on this device until the server has it ([data-autosave-restore] offers it again, see docs/ui.md).
// The server answers JSON: 200 {"version": n}; 409 {"version": n, "theirs": {field: text}} if another tab was faster.
const WAIT = 1200;
const RETRY = 15000;

const shelf = {
  key: (form) => `draft:${form.dataset.autosaveUrl}`,
  // Private windows may refuse storage; the server still gets the text.
  put(form) {
    try {
      localStorage.setItem(this.key(form), typed(form));
    } catch {}
  },
  get(form) {
    try {
      return JSON.parse(localStorage.getItem(this.key(form)) ?? "null");
    } catch {
      return null;
    }
  },
  clear(form) {
    try {
      localStorage.removeItem(this.key(form));
    } catch {}
  },
};

/** Everything but files and the token: those go with the form itself. */
function fields(form) {
  return [...new FormData(form)].filter(([name, value]) => name !== "csrfmiddlewaretoken" && !(value instanceof File));
}

function typed(form) {
  return JSON.stringify(fields(form).filter(([name]) => name !== "version"));
}

function tell(form, state) {
  form.dataset.autosaveState = state;
  const status = form.querySelector("[data-autosave-status]");
  if (status) status.textContent = form.dataset[state] ?? "";
}

/** Send the form once; return whether it should be tried again by itself. */
async function save(form) {
  tell(form, "saving");
  const sent = typed(form);
  try {
    const answer = await fetch(form.dataset.autosaveUrl, {
      method: "POST",
      body: new URLSearchParams(fields(form)),
      headers: { "X-CSRFToken": form.elements.csrfmiddlewaretoken?.value ?? "", Accept: "application/json" },
      credentials: "same-origin",
    });
    if (answer.status === 409) return conflict(form, await answer.json());
    if (!answer.ok) throw new Error(String(answer.status));
    const { version } = await answer.json();
    if (form.elements.version && version !== undefined) form.elements.version.value = version;
    if (typed(form) === sent) shelf.clear(form);
    tell(form, "saved");
    return false;
  } catch {
    tell(form, navigator.onLine ? "failed" : "offline");
    return true;
  }
}

/** Show the other text beside ours; the reader decides which one stays. */
function conflict(form, { version, theirs = {} }) {
  tell(form, "conflict");
  const box = form.querySelector("[data-autosave-conflict]");
  if (!box) return false;
  box.hidden = false;
  form.dataset.theirVersion = version;
  const list = box.querySelector("[data-theirs]");
  list?.replaceChildren(
    ...Object.entries(theirs).flatMap(([name, text]) => {
      const term = document.createElement("dt");
      const words = document.createElement("dd");
      const control = form.elements[name];
      term.textContent = control?.labels?.[0]?.textContent ?? name;
      words.textContent = text;
      words.dir = "auto";
      return [term, words];
    }),
  );
  return false;
}

function watch(form) {
  let timer;
  let running = Promise.resolve();
  const soon = (wait = WAIT) => {
    clearTimeout(timer);
    // One save after the other: two at once would both carry the same version.
    timer = setTimeout(() => {
      running = running.then(async () => {
        if (form.dataset.autosaveState !== "conflict" && (await save(form))) soon(RETRY);
      });
    }, wait);
  };
  const change = () => {
    shelf.put(form);
    soon();
  };
  form.addEventListener("input", change);
  form.addEventListener("change", change);
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    shelf.clear(form);
  });
  form.addEventListener("click", (event) => {
    const choice = event.target.closest("[data-autosave-choice]")?.dataset.autosaveChoice;
    if (!choice) return;
    event.preventDefault();
    event.target.closest("[data-autosave-restore], [data-autosave-conflict]").hidden = true;
    if (choice === "theirs") {
      shelf.clear(form);
      location.reload();
    } else if (choice === "forget") {
      shelf.clear(form);
    } else {
      if (choice === "mine") form.elements.version.value = form.dataset.theirVersion;
      if (choice === "restore") for (const [name, value] of shelf.get(form) ?? []) put(form.elements[name], value);
      tell(form, "saving");
      change();
    }
  });
  addEventListener("online", () => shelf.get(form) && soon(0));
  const left = shelf.get(form);
  const box = form.querySelector("[data-autosave-restore]");
  if (box && left && JSON.stringify(left) !== typed(form)) box.hidden = false;
}

function put(control, value) {
  // Ranked rows share one name and are moved, not typed: only what was typed or ticked is put back.
  if (control instanceof RadioNodeList) {
    if ([...control].every((one) => one.type === "radio")) control.value = value;
  } else if (control?.type === "checkbox") control.checked = true;
  else if (control && control.type !== "hidden") control.value = value;
}

for (const form of document.querySelectorAll("form[data-autosave-url]")) watch(form);
