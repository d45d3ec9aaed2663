// <form data-autosave-url="…"> with a hidden `version`: sends what was typed a moment after the last key, tells how it went
// in [data-autosave-status], and keeps the text on this device until the server has it.
// The server answers JSON: 200 {"version": n}, 409 {"version": n, "theirs": {...}} if somebody (another tab) was faster.
const WAIT = 1200;
const kept = (form) => `draft:${form.dataset.autosaveUrl}`;

function fields(form) {
  const data = new FormData(form);
  data.delete("csrfmiddlewaretoken");
  for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
  return data;
}

function tell(form, state) {
  form.dataset.autosaveState = state;
  const status = form.querySelector("[data-autosave-status]");
  if (status) status.textContent = form.dataset[state] ?? "";
}

function keep(form) {
  try {
    const text = [...fields(form)].filter(([name]) => name !== "version");
    localStorage.setItem(kept(form), JSON.stringify(text));
  } catch {
    // Private windows may refuse storage; the server still gets the text.
  }
}

function forget(form) {
  try {
    localStorage.removeItem(kept(form));
  } catch {
    // See keep().
  }
}

async function save(form) {
  if (form.dataset.autosaveState === "conflict") return;
  tell(form, "saving");
  const sent = fields(form);
  try {
    const answer = await fetch(form.dataset.autosaveUrl, {
      method: "POST",
      body: sent,
      headers: { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value, Accept: "application/json" },
      credentials: "same-origin",
    });
    if (answer.status === 409) {
      tell(form, "conflict");
      form.dispatchEvent(new CustomEvent("autosave:conflict", { bubbles: true, detail: await answer.json() }));
      return;
    }
    if (!answer.ok) throw new Error(String(answer.status));
    const { version } = await answer.json();
    if (form.elements.version && version !== undefined) form.elements.version.value = version;
    const same = new URLSearchParams(fields(form)).toString().replace(/version=\d+&?/, "") === new URLSearchParams(sent).toString().replace(/version=\d+&?/, "");
    if (same) forget(form);
    tell(form, "saved");
  } catch {
    tell(form, navigator.onLine ? "failed" : "offline");
  }
}

function watch(form) {
  let timer;
  let running = Promise.resolve();
  const later = () => {
    keep(form);
    clearTimeout(timer);
    // One save after the other: two at once would each hold the same version.
    timer = setTimeout(() => (running = running.then(() => save(form))), WAIT);
  };
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    forget(form);
  });
  addEventListener("online", later);
  restore(form, later);
}

function restore(form, later) {
  let text;
  try {
    text = JSON.parse(localStorage.getItem(kept(form)) ?? "null");
  } catch {
    text = null;
  }
  if (!text) return;
  const box = form.querySelector("[data-autosave-restore]");
  if (!box) return;
  box.hidden = false;
  box.addEventListener(
    "click",
    (event) => {
      const choice = event.target.closest("[data-restore]")?.dataset.restore;
      if (!choice) return;
      box.hidden = true;
      if (choice === "no") return forget(form);
      for (const [name, value] of text) put(form.elements[name], value);
      later();
    },
  );
}

function put(control, value) {
  // Ranked rows share one name and are moved, not typed: only single controls are put back.
  if (control instanceof RadioNodeList && [...control].some((one) => one.type === "hidden")) return;
  if (control instanceof HTMLInputElement && control.type === "checkbox") control.checked = true;
  else if (control && "value" in control) control.value = value;
}

for (const form of document.querySelectorAll("form[data-autosave-url]")) watch(form);
