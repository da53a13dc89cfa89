/* Shows the photos chosen in a file input and lets each be taken out again before sending. */

const FIELD = "[data-photos]";

function refresh(field) {
  const input = field.querySelector("input[type=file]");
  const list = field.querySelector("[data-previews]");
  list.querySelectorAll("img").forEach((image) => URL.revokeObjectURL(image.src));
  list.replaceChildren(...Array.from(input.files, (file) => preview(field, input, file)));
}

function preview(field, input, file) {
  const item = document.createElement("li");
  item.className = "preview";
  item.append(picture(file), remover(field, input, file));
  return item;
}

function picture(file) {
  if (!file.type.startsWith("image/")) return named(file);
  const image = document.createElement("img");
  image.alt = file.name;
  image.src = URL.createObjectURL(file);
  // Some phones hand over photos their browser cannot draw; the name is better than a broken sign.
  image.addEventListener("error", () => image.replaceWith(named(file)));
  return image;
}

function named(file) {
  const name = document.createElement("span");
  name.className = "preview-name";
  name.textContent = file.name;
  return name;
}

function remover(field, input, file) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = field.dataset.remove;
  button.setAttribute("aria-label", `${field.dataset.remove} ${file.name}`);
  button.addEventListener("click", () => {
    keep(input, Array.from(input.files).filter((other) => other !== file));
    refresh(field);
    input.focus();
  });
  return button;
}

function keep(input, files) {
  const chosen = new DataTransfer();
  files.forEach((file) => chosen.items.add(file));
  input.files = chosen.files;
}

function enliven(field) {
  const input = field.querySelector("input[type=file]");
  const opener = field.querySelector("[data-opener]");
  if (!input || !opener || field.classList.contains("photos-live")) return;
  field.classList.add("photos-live");
  opener.className = "button";
  let before = [];
  input.addEventListener("click", () => { before = Array.from(input.files); });
  input.addEventListener("change", () => {
    // A second choice adds to the first, as people expect; the browser alone would replace it.
    if (input.multiple) keep(input, [...before, ...fresh(before, input.files)]);
    refresh(field);
  });
  refresh(field);
}

function fresh(before, chosen) {
  const known = new Set(before.map((file) => `${file.name} ${file.size} ${file.lastModified}`));
  return Array.from(chosen).filter((file) => !known.has(`${file.name} ${file.size} ${file.lastModified}`));
}

document.querySelectorAll(FIELD).forEach(enliven);
document.addEventListener("pane:opened", (event) => event.detail.pane.querySelectorAll(FIELD).forEach(enliven));
