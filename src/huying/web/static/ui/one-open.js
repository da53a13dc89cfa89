/* Among the <details> of one group only one stays open; opening moves the focus in, Escape closes. */

const GROUP = "[data-one-open]";
const FIRST_INPUT = "input:not([type=hidden]), select, textarea";

function closeOthers(opened) {
  const group = opened.closest(GROUP);
  group.querySelectorAll("details[open]").forEach((other) => {
    if (!other.contains(opened)) other.open = false;
  });
}

// "toggle" does not bubble, so it is caught on its way down.
document.addEventListener("toggle", (event) => {
  const details = event.target;
  if (!(details instanceof HTMLDetailsElement) || !details.open || !details.closest(GROUP)) return;
  closeOthers(details);
  const pressed = details.contains(document.activeElement);
  const first = details.querySelector(FIRST_INPUT);
  if (pressed && first) first.focus({ preventScroll: false });
}, true);

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !event.target.closest) return;
  const details = event.target.closest(`${GROUP} details[open]`);
  if (!details) return;
  details.open = false;
  details.querySelector("summary").focus();
});
