/* Shows how far a form with photos has been sent; after a broken connection everything is still in it. */

const FORM = "form[data-send-progress]";

function hasFiles(form) {
  return Array.from(form.querySelectorAll("input[type=file]")).some((input) => input.files.length);
}

function show(form, percent, words) {
  const box = form.querySelector("[data-progress]");
  box.hidden = false;
  box.querySelector("progress").value = percent;
  box.querySelector("[data-progress-words]").textContent = words;
}

function rest(form, resting) {
  form.querySelectorAll("button").forEach((button) => { button.disabled = resting; });
  form.toggleAttribute("aria-busy", resting);
  if (!resting) delete form.dataset.sent;
}

function failed(form) {
  rest(form, false);
  show(form, 0, form.querySelector("[data-progress-words]").dataset.failed);
}

function arrived(form, request) {
  const elsewhere = request.responseURL && new URL(request.responseURL).pathname !== location.pathname;
  if (request.status < 400 && elsewhere) location.assign(request.responseURL);
  // A page that says what is wrong: let the browser ask for it in its own way.
  else HTMLFormElement.prototype.submit.call(form);
}

function send(form) {
  const request = new XMLHttpRequest();
  const { sending } = form.querySelector("[data-progress-words]").dataset;
  request.upload.addEventListener("progress", (event) => {
    const percent = event.lengthComputable ? Math.round((100 * event.loaded) / event.total) : 0;
    show(form, percent, `${sending} ${percent}%`);
  });
  request.addEventListener("load", () => arrived(form, request));
  request.addEventListener("error", () => failed(form));
  request.addEventListener("timeout", () => failed(form));
  request.open(form.method, form.action || location.href);
  request.send(new FormData(form));
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches(FORM) || event.defaultPrevented || !hasFiles(form)) return;
  event.preventDefault();
  show(form, 0, form.querySelector("[data-progress-words]").dataset.sending);
  rest(form, true);
  send(form);
});
