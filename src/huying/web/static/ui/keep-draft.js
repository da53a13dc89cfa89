/* Keeps the words of a form on this device until they are sent, so that a call or a flat battery loses nothing. */

const FORM = "form[data-keep-draft]";
const SENT = "[data-draft-sent]";

// Private windows and full devices refuse storage; then the form simply forgets, as forms do.
function stored(change) {
  try { return change(window.localStorage); } catch { return null; }
}

function nameOf(kept) {
  return `draft-${kept}`;
}

function enliven(form) {
  const name = nameOf(form.dataset.keepDraft);
  const words = form.querySelector("textarea");
  const note = form.querySelector("[data-draft-note]");
  const kept = stored((storage) => storage.getItem(name));
  if (kept && !words.value) {
    words.value = kept;
    note.hidden = false;
  }
  words.addEventListener("input", () => stored((storage) => (
    words.value.trim() ? storage.setItem(name, words.value) : storage.removeItem(name)
  )));
  note.querySelector("[data-draft-drop]").addEventListener("click", () => {
    stored((storage) => storage.removeItem(name));
    words.value = "";
    note.hidden = true;
    words.focus();
  });
}

document.querySelectorAll(FORM).forEach(enliven);
document.querySelectorAll(SENT).forEach((page) => {
  stored((storage) => storage.removeItem(nameOf(page.dataset.draftSent)));
});
