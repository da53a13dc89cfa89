/* One tap puts a standard text into the field it is meant for; what was written there is kept. */

const LIST = "[data-texts]";

function put(words, field, list) {
  const written = field.value.trim();
  const known = Array.from(list.querySelectorAll("[data-words]"), (each) => each.textContent.trim());
  // Another standard text that nobody has touched gives way; the writer's own words stay above it.
  field.value = !written || known.includes(written) ? words : `${field.value.trimEnd()}\n${words}`;
}

document.addEventListener("change", (event) => {
  const list = event.target.closest(LIST);
  const field = list && document.getElementById(list.dataset.texts);
  if (!field || event.target.type !== "radio") return;
  put(event.target.closest("label").querySelector("[data-words]").textContent.trim(), field, list);
  // The words stand in the field now: emptied again, it stays empty.
  event.target.checked = false;
  list.open = false;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
});
