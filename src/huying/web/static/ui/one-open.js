/* A form that opens takes the focus in, and Escape closes it; by their name one of several is open. */

const GROUP = "[data-one-open] details[open]";

// "toggle" does not bubble, so it is caught on its way down. What nobody pressed leaves the focus alone.
document.addEventListener("toggle", ({ target }) => {
  if (!target.matches(GROUP) || !target.contains(document.activeElement)) return;
  target.querySelector("input:not([type=hidden]), select, textarea")?.focus();
}, true);

document.addEventListener("keydown", (event) => {
  const opened = event.key === "Escape" && event.target.closest(GROUP);
  if (!opened) return;
  event.preventDefault();
  opened.open = false;
  opened.querySelector("summary").focus();
});
