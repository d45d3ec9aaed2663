// <ol data-ranking>: one <li data-rank-item> a row, each with a hidden input `preferences`, a drag handle and up/down buttons.
// Order of the inputs is the order of the list, so the form sends it as it is. Without JavaScript the buttons are form
// submits (name=move value="up:3"); with it they move the row at once. Alt+arrow does the same from anywhere in a row.
const ITEM = "[data-rank-item]";

function rows(list) {
  return [...list.querySelectorAll(`:scope > ${ITEM}`)];
}

function said(list, key, item) {
  const all = rows(list);
  const words = list.dataset[key] ?? "";
  return words.replace("{name}", item.dataset.name).replace("{rank}", all.indexOf(item) + 1).replace("{total}", all.length);
}

function settle(list, item) {
  rows(list).forEach((row, index, all) => {
    for (const place of row.querySelectorAll("[data-rank]")) place.textContent = (index + 1).toLocaleString(document.documentElement.lang);
    const up = row.querySelector("[data-move=up]");
    const down = row.querySelector("[data-move=down]");
    if (up) up.disabled = index === 0;
    if (down) down.disabled = index === all.length - 1;
  });
  const live = document.getElementById(list.getAttribute("aria-describedby"))?.querySelector("[aria-live]");
  if (live) live.textContent = said(list, "moved", item);
  // Autosave listens to change on the form; moving nodes fires nothing by itself.
  list.dispatchEvent(new Event("change", { bubbles: true }));
}

function move(item, step) {
  const list = item.closest("[data-ranking]");
  const all = rows(list);
  const target = all[all.indexOf(item) + step];
  if (!target) return false;
  const focused = document.activeElement;
  if (step < 0) target.before(item);
  else target.after(item);
  settle(list, item);
  if (item.contains(focused)) (focused.disabled ? item.querySelector("[data-move]:not(:disabled)") : focused)?.focus();
  return true;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest(`[data-ranking] [data-move]`);
  if (!button) return;
  event.preventDefault();
  move(button.closest(ITEM), button.dataset.move === "up" ? -1 : 1);
});

document.addEventListener("keydown", (event) => {
  if (!event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
  const item = event.target.closest(`[data-ranking] > ${ITEM}`);
  if (!item) return;
  event.preventDefault();
  move(item, event.key === "ArrowUp" ? -1 : 1);
});

document.addEventListener("pointerdown", (event) => {
  const handle = event.target.closest("[data-ranking] [data-drag]");
  if (!handle || event.button) return;
  event.preventDefault();
  const item = handle.closest(ITEM);
  const list = item.closest("[data-ranking]");
  const before = rows(list).indexOf(item);
  item.classList.add("is-dragged");

  const drag = ({ clientY }) => {
    const over = rows(list).find((row) => {
      const { top, bottom } = row.getBoundingClientRect();
      return row !== item && clientY >= top && clientY <= bottom;
    });
    if (!over) return;
    const { top, height } = over.getBoundingClientRect();
    const later = Boolean(item.compareDocumentPosition(over) & Node.DOCUMENT_POSITION_FOLLOWING);
    // Rows of different height would swap back and forth without a middle to pass.
    if (later && clientY > top + height / 2) over.after(item);
    else if (!later && clientY < top + height / 2) over.before(item);
  };
  // Moving a row in the document ends any pointer capture, so the document itself listens until the pointer is let go.
  const listening = new AbortController();
  const drop = () => {
    listening.abort();
    item.classList.remove("is-dragged");
    if (rows(list).indexOf(item) !== before) settle(list, item);
  };
  document.addEventListener("pointermove", drag, { signal: listening.signal });
  document.addEventListener("pointerup", drop, { signal: listening.signal });
  document.addEventListener("pointercancel", drop, { signal: listening.signal });
});
