/* A form is sent once: its buttons rest after the first press and wake when it failed or is shown again. */

const ONCE = "form[data-submit-once]";

function rest(form, resting) {
  form.setAttribute("aria-busy", resting);
  form.querySelectorAll("button:not([type=button])").forEach((button) => { button.disabled = resting; });
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches(ONCE) || event.defaultPrevented) return;
  if (form.getAttribute("aria-busy") === "true") event.preventDefault();
  form.setAttribute("aria-busy", "true");
  // After this turn, so that the pressed button's own name and value are still sent.
  setTimeout(() => rest(form, true));
});

document.addEventListener("form:failed", (event) => rest(event.target, false));

// Coming back by the back button shows the page as it was left, resting buttons and all.
addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll(ONCE).forEach((form) => rest(form, false));
});
