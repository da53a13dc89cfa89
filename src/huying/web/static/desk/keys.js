/* The desk by keyboard; which letter does what stands on the page itself (data-key, data-go). */

const TYPING = "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]";
const PLAIN = {
  j: () => row(1)?.focus(),
  k: () => row(-1)?.focus(),
  n: () => (document.querySelector("[data-next]") || row(1))?.click(),
  x: () => row(0)?.parentElement.querySelector("input[type=checkbox]")?.click(),
  "/": search,
  Escape: () => press(".pane-back"),
};
let going = 0;

const seen = (found) => found.getClientRects().length > 0;
const press = (what) => document.querySelector(what)?.click();

/* The row so many after the one in focus, else after the one that is opened. */
function row(by) {
  const all = Array.from(document.querySelectorAll("a.row")).filter(seen);
  const focused = all.indexOf(document.activeElement);
  return all[(focused >= 0 ? focused : all.findIndex((each) => each.hasAttribute("aria-current"))) + by];
}

function search() {
  const field = document.querySelector("input[name=q]");
  const list = document.querySelector(".pane-title a");
  if (field) {
    field.focus();
    field.select();
  } else if (list) location.assign(`${list.href}#find_q`);
}

function act(key) {
  const named = Array.from(document.querySelectorAll(`[data-key="${key}"]`));
  const target = named.find(seen) || named.find((one) => one.closest("details:not([open])"));
  if (!target) return false;
  if (target.matches("[data-dialog]")) target.click();
  else {
    for (let around = target.closest("details"); around; around = around.parentElement.closest("details")) around.open = true;
    const first = target.matches("summary") && target.parentElement.querySelector("form :is(input:not([type=hidden]), select, textarea)");
    (first || target).focus();
  }
  return true;
}

// In a field of several lines Enter begins a line; with Ctrl it sends, as in most programs.
document.addEventListener("keydown", (event) => {
  const form = event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.closest("form");
  if (!form) return;
  event.preventDefault();
  form.requestSubmit();
});

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.closest(TYPING) || document.querySelector("dialog[open]")) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (Date.now() < going) {
    going = 0;
    press(`[data-go="${key}"]`);
  } else if (key === "g") going = Date.now() + 1500;
  else if (PLAIN[key]) PLAIN[key]();
  else if (!act(key)) return;
  event.preventDefault();
});

if (location.hash === "#find_q") search();
