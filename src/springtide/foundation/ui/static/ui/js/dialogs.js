// <button data-opens="id"> opens <dialog id>; <form data-confirm="dialog id"> or a submit button with it asks first.
// Without JavaScript a form is simply sent, so a step that cannot be undone needs its own page of confirmation.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  const dialog = opener && document.getElementById(opener.dataset.opens);
  if (dialog instanceof HTMLDialogElement) {
    event.preventDefault();
    dialog.showModal();
  }
  // A click on the dialog itself, not on what is in it, is a click on its backdrop.
  if (event.target instanceof HTMLDialogElement && event.target.hasAttribute("data-light")) event.target.close();
  if (event.target.closest("[data-closes]")) event.target.closest("dialog")?.close();
});

document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    const id = event.submitter?.dataset.confirm ?? form.dataset.confirm;
    const dialog = id && document.getElementById(id);
    if (!(dialog instanceof HTMLDialogElement) || form.dataset.confirmed) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    dialog.returnValue = "";
    dialog.showModal();
    dialog.addEventListener(
      "close",
      () => {
        if (dialog.returnValue !== "yes") return;
        form.dataset.confirmed = "yes";
        form.requestSubmit(event.submitter ?? undefined);
        delete form.dataset.confirmed;
      },
      { once: true },
    );
  },
  true,
);

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-goes-back]")) history.back();
});
