// The application form: adds and removes ranked openings without a round trip, counts the motivation as the server does.
// Without JavaScript the same buttons are submits of the form.
const list = document.querySelector("[data-ranking]");
const form = document.getElementById("application");

function say(words) {
  const place = document.querySelector("[data-ranking-says]");
  if (place) place.textContent = words;
}

function settle() {
  const rows = [...list.children];
  rows.forEach((row, index) => {
    row.querySelector("[data-rank]").textContent = (index + 1).toLocaleString(document.documentElement.lang);
    row.querySelector("[data-move=up]").disabled = index === 0;
    row.querySelector("[data-move=down]").disabled = index === rows.length - 1;
  });
  list.dispatchEvent(new Event("change", { bubbles: true }));
}

function add(button) {
  if (list.querySelector(`[data-opening="${button.value}"]`)) return;
  if (list.children.length >= Number(list.dataset.most)) return say(list.dataset.full);
  list.append(button.parentElement.querySelector("template").content.cloneNode(true));
  settle();
  const row = list.lastElementChild;
  say(list.dataset.moved.replace("{name}", row.dataset.name).replace("{rank}", list.children.length).replace("{total}", list.children.length));
}

function remove(button) {
  const row = button.closest("[data-rank-item]");
  const next = row.nextElementSibling ?? row.previousElementSibling;
  row.remove();
  settle();
  (next?.querySelector("[data-remove]") ?? document.getElementById("pick-q")).focus();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-add], [data-remove]");
  if (!button || !list) return;
  event.preventDefault();
  if ("add" in button.dataset) add(button);
  else remove(button);
});

/** Length as a reader counts; foundation/text/clean.py letters_in() says the same. */
function letters(text) {
  const plain = text
    .replace(/\r\n?/g, "\n")
    .replace(/\u200d./gsu, "")
    .replace(/\p{RI}\p{RI}/gu, "x")
    .replace(/[\p{Mn}\p{Me}\u{1f3fb}-\u{1f3ff}]/gu, "");
  return [...plain].length;
}

const counter = document.querySelector("[data-counter]");
const text = document.querySelector("textarea[data-longest]");
if (counter && text) {
  const lang = document.documentElement.lang;
  const count = () => {
    const length = letters(text.value);
    const longest = Number(text.dataset.longest);
    counter.textContent = counter.dataset.words.replace("{length}", length.toLocaleString(lang)).replace("{longest}", longest.toLocaleString(lang));
    counter.classList.toggle("text-error", length > longest);
  };
  text.addEventListener("input", count);
  count();
}

// An opening that came along from its page stands in the list, but a link must not write: the page does, at once.
if (form && new URLSearchParams(location.search).has("add")) {
  history.replaceState(null, "", location.pathname + location.hash);
  list?.dispatchEvent(new Event("change", { bubbles: true }));
}
