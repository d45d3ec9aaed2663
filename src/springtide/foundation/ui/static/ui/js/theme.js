// Light or dark: the system decides until the reader does; the choice is kept in a cookie so that the server draws it.
const root = document.documentElement;
root.classList.add("has-js");

const chosen = document.cookie.match(/(?:^|; )theme=(light|dark)/)?.[1];
// A page from a shared cache may carry another reader's choice.
if (chosen) root.dataset.theme = name(chosen);
else delete root.dataset.theme;

function name(choice) {
  return choice === "dark" ? "springtide-dark" : "springtide";
}

function isDark() {
  return root.dataset.theme ? root.dataset.theme === "springtide-dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-theme-toggle]")) return;
  const choice = isDark() ? "light" : "dark";
  root.dataset.theme = name(choice);
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `theme=${choice}; Path=/; Max-Age=31536000; SameSite=Lax${secure}`;
});
