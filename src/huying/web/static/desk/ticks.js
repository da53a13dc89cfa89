/* Ticking several orders: how many, all of a page, a whole stretch with Shift. */

const boxes = Array.from(document.querySelectorAll("input[form=bulk][name=n]"));
const count = document.querySelector("[data-ticked]");
const all = document.querySelector("[data-tick-all]");
let last = 0;

function tell() {
  const ticked = boxes.filter((box) => box.checked).length;
  count.textContent = ticked ? `${ticked} ${count.dataset.words}` : "";
  count.closest("form").toggleAttribute("data-any", ticked > 0);
}

function tick(box, place, stretch) {
  const [from, to] = stretch ? [Math.min(last, place), Math.max(last, place)] : [place, place];
  boxes.slice(from, to + 1).forEach((one) => { one.checked = box.checked; });
  last = place;
  tell();
}

if (count) {
  boxes.forEach((box, place) => box.addEventListener("click", (event) => tick(box, place, event.shiftKey)));
  all.hidden = false;
  all.addEventListener("click", () => {
    const every = boxes.every((box) => box.checked);
    boxes.forEach((box) => { box.checked = !every; });
    tell();
  });
  addEventListener("pageshow", tell);
}
