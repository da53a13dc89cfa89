/* The desk by keyboard; which letter does what stands on the page itself (data-key, data-go). */

const TYPING = "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]";
const FIRST = "input:not([type=hidden]), select, textarea";
let going = false;

function rows() {
  return Array.from(document.querySelectorAll("a.row")).filter((row) => row.getClientRects().length);
}

function present(all) {
  const focused = all.indexOf(document.activeElement);
  return focused >= 0 ? focused : all.findIndex((row) => row.hasAttribute("aria-current"));
}

function step(by) {
  const all = rows();
  const place = present(all);
  const next = all[place < 0 ? 0 : Math.min(Math.max(place + by, 0), all.length - 1)];
  if (next) { next.focus(); next.scrollIntoView({ block: "nearest" }); }
}

function onwards() {
  const link = document.querySelector("[data-next]");
  if (link) { link.click(); return; }
  const all = rows();
  const next = all[present(all) + 1];
  if (next) next.click();
}

function search() {
  const field = document.querySelector("input[name=q]");
  if (field) { field.focus(); field.select(); return; }
  const list = document.querySelector(".pane-title a");
  if (list) location.assign(`${list.href}#find_q`);
}

function tick() {
  const all = rows();
  const row = all[present(all)];
  const box = row && row.parentElement.querySelector("input[type=checkbox]");
  if (box) box.click();
}

function back() {
  const link = document.querySelector(".pane-back");
  if (link) link.click();
}

function act(key) {
  const target = Array.from(document.querySelectorAll(`[data-key="${key}"]`)).find((one) => one.getClientRects().length)
    || document.querySelector(`details:not([open]) [data-key="${key}"]`);
  if (!target) return false;
  if (target.matches("[data-dialog]")) { target.click(); return true; }
  for (let around = target.closest("details"); around; around = around.parentElement.closest("details")) around.open = true;
  const form = target.matches("summary") && target.parentElement.querySelector("form");
  (form && form.querySelector(FIRST) ? form.querySelector(FIRST) : target).focus();
  target.scrollIntoView({ block: "nearest" });
  return true;
}

const PLAIN = { j: () => step(1), k: () => step(-1), n: onwards, "/": search, x: tick, Escape: back };

function go(key) {
  const link = document.querySelector(`[data-go="${key}"]`);
  if (link) location.assign(link.href);
}

// In a field of several lines Enter begins a line; with Ctrl it sends, as in most programs.
document.addEventListener("keydown", (event) => {
  const form = event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.closest && event.target.closest("form");
  if (form) { event.preventDefault(); form.requestSubmit(); }
});

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (document.querySelector("dialog[open]")) return;
  if (event.target.closest && event.target.closest(TYPING)) return;
  if (event.key === "Escape" && event.target.closest && event.target.closest("[data-one-open] details[open]")) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (going) { going = false; go(key); event.preventDefault(); return; }
  if (key === "g") { going = true; setTimeout(() => { going = false; }, 1500); return; }
  if (PLAIN[key]) { PLAIN[key](); event.preventDefault(); } else if (act(key)) event.preventDefault();
});

if (location.hash === "#find_q") search();
