// <time data-deadline="ISO" data-server-now="ISO">: counts down by the server's clock, not the reader's.
// Words come from data attributes: data-days="{} days", data-past="closed". Without JavaScript the date itself stands there.
const clocks = new Map();

function start(root) {
  for (const node of root.querySelectorAll("[data-deadline]:not([data-counting])")) {
    const end = Date.parse(node.dataset.deadline);
    const now = Date.parse(node.dataset.serverNow);
    if (Number.isNaN(end)) continue;
    node.dataset.counting = "";
    clocks.set(node, { end, offset: Number.isNaN(now) ? 0 : now - Date.now() });
  }
  tick();
}

function words(node, left) {
  if (left <= 0) return node.dataset.past ?? "00:00:00";
  const seconds = Math.floor(left / 1000);
  const days = Math.floor(seconds / 86400);
  if (days >= 2 && node.dataset.days) return node.dataset.days.replace("{}", days.toLocaleString(document.documentElement.lang));
  const pad = (n) => String(n).padStart(2, "0");
  return `${pad(Math.floor(seconds / 3600))}:${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}`;
}

function tick() {
  for (const [node, { end, offset }] of clocks) {
    if (!node.isConnected) {
      clocks.delete(node);
      continue;
    }
    const left = end - (Date.now() + offset);
    const text = words(node, left);
    if (node.textContent !== text) node.textContent = text;
    if (left <= 0) {
      clocks.delete(node);
      node.dispatchEvent(new CustomEvent("deadline", { bubbles: true }));
    }
  }
}

start(document);
setInterval(tick, 1000);
document.addEventListener("htmx:afterSettle", (event) => start(event.target));
