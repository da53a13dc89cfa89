/* A form is sent once: its buttons rest after the first press and wake when the page is shown again. */

const ONCE = "form[data-submit-once]";

function rest(form) {
  form.dataset.sent = "yes";
  form.setAttribute("aria-busy", "true");
  // After this turn, so that the pressed button's own name and value are still sent.
  setTimeout(() => buttons(form).forEach((button) => { button.disabled = true; }));
}

function wake(form) {
  delete form.dataset.sent;
  form.removeAttribute("aria-busy");
  buttons(form).forEach((button) => { button.disabled = false; });
}

function buttons(form) {
  return form.querySelectorAll("button:not([type=button])");
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches(ONCE)) return;
  if (form.dataset.sent) event.preventDefault();
  else if (!event.defaultPrevented) rest(form);
});

// Coming back by the back button shows the page as it was left, resting buttons and all.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll(ONCE).forEach(wake);
});
