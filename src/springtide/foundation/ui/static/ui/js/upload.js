// <div data-upload data-max-bytes="5242880" data-too-large="words"><input type=file>: says name and size, refuses early.
// The server checks again; this only saves the wait.
document.addEventListener("change", (event) => {
  const box = event.target.closest("[data-upload]");
  if (!box || event.target.type !== "file") return;
  const note = box.querySelector("[data-upload-note]");
  const file = event.target.files[0];
  const limit = Number(box.dataset.maxBytes) || Infinity;
  const refused = Boolean(file) && file.size > limit;
  event.target.setCustomValidity(refused ? box.dataset.tooLarge : "");
  event.target.setAttribute("aria-invalid", String(refused));
  if (!note) return;
  note.hidden = !file;
  note.classList.toggle("hidden", !file);
  note.classList.toggle("text-error", refused);
  note.textContent = !file ? "" : refused ? box.dataset.tooLarge : `${file.name} · ${size(file.size)}`;
});

function size(bytes) {
  const unit = bytes < 1e6 ? "kilobyte" : "megabyte";
  const value = bytes / (unit === "kilobyte" ? 1e3 : 1e6);
  return new Intl.NumberFormat(document.documentElement.lang, { style: "unit", unit, maximumFractionDigits: 1 }).format(value);
}
