/* A link with data-dialog opens its page over this one; the page itself is there without it. */

const LINK = "a[data-dialog]";

function frame(label) {
  const dialog = document.createElement("dialog");
  dialog.className = "dialog";
  const close = document.createElement("button");
  close.type = "button";
  close.className = "button button-small dialog-close";
  close.textContent = label;
  close.addEventListener("click", () => dialog.close());
  dialog.append(close);
  // A press on the shade beside it closes it, as people expect.
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  return dialog;
}

async function open(link) {
  try {
    const answer = await fetch(link.href, { credentials: "same-origin" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const main = page.querySelector("main");
    if (!answer.ok || answer.redirected || !main) { location.assign(link.href); return; }
    const dialog = frame(link.dataset.close);
    main.querySelectorAll(".said").forEach((said) => said.remove());
    const content = document.createElement("div");
    content.append(...main.childNodes);
    const heading = content.querySelector("h1, h2");
    if (heading) { heading.id = "dialog-heading"; dialog.setAttribute("aria-labelledby", heading.id); }
    dialog.append(content);
    document.body.append(dialog);
    dialog.addEventListener("close", () => { dialog.remove(); link.focus(); });
    dialog.showModal();
  } catch {
    location.assign(link.href);
  }
}

document.addEventListener("click", (event) => {
  const link = event.target.closest && event.target.closest(LINK);
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || !window.HTMLDialogElement) return;
  event.preventDefault();
  open(link);
});
