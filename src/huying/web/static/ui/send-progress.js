/* Shows how far a form with photos has been sent; after a broken connection everything is still in it. */

function send(form) {
  const box = form.querySelector("[data-progress]");
  const words = box.querySelector("[data-progress-words]");
  const show = (percent, text) => {
    box.hidden = false;
    box.querySelector("progress").value = percent;
    words.textContent = text;
  };
  const request = new XMLHttpRequest();
  request.upload.onprogress = ({ loaded, total }) => {
    const percent = Math.round((100 * loaded) / total);
    show(percent, `${words.dataset.sending} ${percent}%`);
  };
  request.onload = () => arrived(form, request);
  request.onerror = () => {
    show(0, words.dataset.failed);
    form.dispatchEvent(new Event("form:failed", { bubbles: true }));
  };
  show(0, words.dataset.sending);
  request.open(form.method, form.action);
  request.send(new FormData(form));
}

function arrived(form, request) {
  const elsewhere = new URL(request.responseURL).pathname !== location.pathname;
  if (request.status < 400 && elsewhere) location.assign(request.responseURL);
  // A page that says what is wrong: let the browser ask for it in its own way.
  else form.submit();
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-send-progress]") || event.defaultPrevented || !form.elements.photos.files.length) return;
  event.preventDefault();
  send(form);
});
