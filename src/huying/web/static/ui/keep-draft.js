/* Keeps the words of a form on this device until they are sent; where a browser refuses, the form simply forgets. */

function enliven(form) {
  const name = `draft-${form.dataset.keepDraft}`;
  const words = form.querySelector("textarea");
  const note = form.querySelector("[data-draft-note]");
  const kept = localStorage.getItem(name) || "";
  if (kept.trim() && !words.value) {
    words.value = kept;
    note.hidden = false;
  }
  words.addEventListener("input", () => localStorage.setItem(name, words.value));
  note.querySelector("[data-draft-drop]").addEventListener("click", () => {
    localStorage.removeItem(name);
    words.value = "";
    note.hidden = true;
    words.focus();
  });
}

document.querySelectorAll("[data-keep-draft]").forEach(enliven);
document.querySelectorAll("[data-draft-sent]").forEach((page) => localStorage.removeItem(`draft-${page.dataset.draftSent}`));
