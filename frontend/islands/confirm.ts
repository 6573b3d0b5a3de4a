/**
 * Asks once before something goes for good, naming what goes. Without script the server's own page must ask.
 *
 *     <form method="post" data-confirm="Delete the project “Harbour”?" data-confirm-yes="Delete"> … </form>
 */
const agreed = new WeakSet<HTMLFormElement>();

export function ask(question: string, yes = ""): Promise<boolean> {
  const dialog = document.getElementById("confirm") as HTMLDialogElement | null;
  if (!dialog) return Promise.resolve(window.confirm(question));
  const button = dialog.querySelector<HTMLButtonElement>("[value='yes']")!;
  button.dataset.plain ??= button.textContent ?? "";
  button.textContent = yes || button.dataset.plain;
  dialog.querySelector("p")!.textContent = question;
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}

document.addEventListener(
  "submit",
  (event) => {
    const form = event.target as HTMLFormElement;
    const question = form.dataset.confirm;
    if (!question || agreed.delete(form)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const submitter = event.submitter;
    void ask(question, form.dataset.confirmYes).then((yes) => {
      if (!yes) return;
      agreed.add(form);
      form.requestSubmit(submitter);
    });
  },
  { capture: true },
);
