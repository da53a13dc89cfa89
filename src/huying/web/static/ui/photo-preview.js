/* Shows the photos chosen in a file input and lets each be taken out again before sending. */

const FIELD = "[data-photos]:not(.photos-live)";
const sign = ({ name, size, lastModified }) => `${name} ${size} ${lastModified}`;

function enliven(field) {
  const input = field.querySelector("input[type=file]");
  const chosen = () => Array.from(input.files);
  let before = [];

  const preview = (file) => {
    const item = field.querySelector("template").content.firstElementChild.cloneNode(true);
    const [image, name, button] = item.children;
    image.src = URL.createObjectURL(file);
    image.alt = name.textContent = file.name;
    image.addEventListener("load", () => URL.revokeObjectURL(image.src));
    // Some phones hand over photos their browser cannot draw; the name is better than a broken sign.
    image.addEventListener("error", () => image.remove());
    button.setAttribute("aria-label", `${button.textContent} ${file.name}`);
    button.addEventListener("click", () => {
      choose(chosen().filter((other) => other !== file));
      input.focus();
    });
    return item;
  };

  const choose = (files) => {
    const all = new DataTransfer();
    files.forEach((file) => all.items.add(file));
    input.files = all.files;
    field.querySelector("[data-previews]").replaceChildren(...chosen().map(preview));
  };

  field.classList.add("photos-live");
  field.querySelector("[data-opener]").className = "button";
  // A second choice adds to the first, as people expect; the browser alone would replace it.
  input.addEventListener("click", () => { before = input.multiple ? chosen() : []; });
  input.addEventListener("change", () => {
    const known = before.map(sign);
    choose(before.concat(chosen().filter((file) => !known.includes(sign(file)))));
  });
  choose(chosen());
}

document.querySelectorAll(FIELD).forEach(enliven);
document.addEventListener("pane:opened", (event) => event.detail.pane.querySelectorAll(FIELD).forEach(enliven));
