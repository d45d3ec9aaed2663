// Filters apply as soon as they are ticked; the button stays for everybody without JavaScript.
for (const form of document.querySelectorAll("form[data-filters]")) {
  form.addEventListener("change", (event) => {
    if (event.target.matches("input[name][type=checkbox], select")) form.requestSubmit();
  });
}
