/* A link with data-dialog opens its page over this one; the page itself is there without it. */

async function open(link) {
  const answer = await fetch(link.href);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (!answer.ok || answer.redirected) throw new Error("another page");
  page.querySelectorAll("main .said").forEach((said) => said.remove());
  const dialog = document.createElement("dialog");
  dialog.className = "dialog";
  dialog.innerHTML = '<button type="button" class="button button-small dialog-close"></button><div></div>';
  const [close, content] = dialog.children;
  close.textContent = link.dataset.close;
  content.append(...page.querySelector("main").childNodes);
  dialog.setAttribute("aria-label", content.querySelector("h1, h2").textContent);
  // A press on the shade beside it closes it, as people expect.
  dialog.addEventListener("click", ({ target }) => { if (target === dialog || target === close) dialog.close(); });
  dialog.addEventListener("close", () => { dialog.remove(); link.focus(); });
  document.body.append(dialog);
  dialog.showModal();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-dialog]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  open(link).catch(() => location.assign(link.href));
});
