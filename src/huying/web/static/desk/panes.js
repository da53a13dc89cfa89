/* Opens an order beside its list without loading the list again, so that its place is never lost. */

const WIDE = window.matchMedia("(min-width: 64rem)");
const pane = document.getElementById("pane");
const list = document.querySelector("[data-keep-scroll]");
const KEPT = `list ${new URLSearchParams(location.search).toString()}`;
const plain = document.title.split(" · ").pop();

function mark(href) {
  const path = new URL(href, location.href).pathname;
  list.querySelectorAll("a.row").forEach((row) => {
    if (new URL(row.href).pathname === path) row.setAttribute("aria-current", "true");
    else row.removeAttribute("aria-current");
  });
}

async function open(href, { focus = true } = {}) {
  pane.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(href, { headers: { "X-Pane": "order" }, credentials: "same-origin" });
    const text = await answer.text();
    // Signed out, or something went wrong: the browser shows it in its own way.
    if (!answer.ok || answer.redirected || !text.includes("pane-main")) { location.assign(href); return; }
    pane.innerHTML = text;
    const main = pane.querySelector("main");
    document.title = `${main.dataset.title} · ${plain}`;
    mark(href);
    window.scrollTo(0, 0);
    if (focus) main.focus({ preventScroll: true });
    document.dispatchEvent(new CustomEvent("pane:opened", { detail: { pane } }));
  } catch {
    location.assign(href);
  } finally {
    pane.removeAttribute("aria-busy");
  }
}

function ours(event) {
  const link = event.target.closest && event.target.closest("[data-keep-scroll] a.row");
  const plainly = event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
  return link && plainly && WIDE.matches ? link : null;
}

if (pane && list) {
  document.addEventListener("click", (event) => {
    const link = ours(event);
    if (!link || event.defaultPrevented) return;
    event.preventDefault();
    history.pushState({ pane: true }, "", link.href);
    open(link.href);
  });
  window.addEventListener("popstate", () => open(location.href, { focus: false }));
  // A move loads the page anew: the list comes back to where it was.
  window.addEventListener("pagehide", () => {
    try { sessionStorage.setItem(KEPT, String(list.scrollTop)); } catch { /* the list starts at its top */ }
  });
  let kept = null;
  try { kept = sessionStorage.getItem(KEPT); } catch { /* as above */ }
  if (kept !== null) list.scrollTop = Number(kept);
  const on = list.querySelector("a.row[aria-current]");
  if (on) on.scrollIntoView({ block: "nearest" });
}
