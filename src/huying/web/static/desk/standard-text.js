/* One tap puts a standard text into the field it is meant for; what was written there is kept. */

const wordsOf = (words) => words.textContent.trim();

document.addEventListener("change", ({ target }) => {
  const list = target.closest("[data-texts]");
  if (!list) return;
  const field = document.getElementById(list.dataset.texts);
  const words = wordsOf(target.parentElement.querySelector("[data-words]"));
  const known = Array.from(list.querySelectorAll("[data-words]"), wordsOf);
  const written = field.value.trim();
  // Another standard text that nobody has touched gives way; the writer's own words stay above it.
  field.value = !written || known.includes(written) ? words : `${written}\n${words}`;
  // The words stand in the field now: emptied again, it stays empty.
  target.checked = false;
  list.open = false;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
});
