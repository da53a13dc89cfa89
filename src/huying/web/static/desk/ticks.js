/* Ticking several orders: how many, all of a page, a whole stretch with Shift. */

const boxes = Array.from(document.querySelectorAll("input[form=bulk][name=n]"));
const count = document.querySelector("[data-ticked]");
const all = document.querySelector("[data-tick-all]");
let last = null;

function tell() {
  const ticked = boxes.filter((box) => box.checked).length;
  count.textContent = ticked ? `${ticked} ${count.dataset.words}` : "";
  count.closest("form").toggleAttribute("data-any", ticked > 0);
}

function stretch(box) {
  const [from, to] = [boxes.indexOf(last), boxes.indexOf(box)].sort((a, b) => a - b);
  boxes.slice(from, to + 1).forEach((one) => { one.checked = box.checked; });
}

if (boxes.length && count) {
  all.hidden = false;
  all.addEventListener("click", () => {
    const every = boxes.every((box) => box.checked);
    boxes.forEach((box) => { box.checked = !every; });
    tell();
  });
  boxes.forEach((box) => box.addEventListener("click", (event) => {
    if (event.shiftKey && last) stretch(box);
    last = box;
    tell();
  }));
  window.addEventListener("pageshow", tell);
  tell();
}
