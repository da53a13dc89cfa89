/* Opens an order beside its list without loading the list again, so that its place is never lost. */

const WIDE = matchMedia("(min-width: 64rem)");
const KEPT = `list ${location.search}`;
const pane = document.getElementById("pane");
const list = document.querySelector("[data-keep-scroll]");
const plain = document.title.split(" · ").pop();

function mark(href) {
  list.querySelector("[aria-current]")?.removeAttribute("aria-current");
  list.querySelector(`a.row[href^="${new URL(href).pathname}"]`)?.setAttribute("aria-current", "true");
}

async function open(href) {
  pane.setAttribute("aria-busy", "true");
  const answer = await fetch(href, { headers: { "X-Pane": "order" } });
  const text = await answer.text();
  if (!answer.ok || answer.redirected || !text.includes("pane-main")) throw new Error("another page");
  pane.innerHTML = text;
  pane.removeAttribute("aria-busy");
  document.title = `${pane.querySelector("main").dataset.title} · ${plain}`;
  mark(href);
  scrollTo(0, 0);
  document.dispatchEvent(new CustomEvent("pane:opened", { detail: { pane } }));
}

// Signed out, or something went wrong: the browser shows it in its own way.
const shown = (href) => open(href).catch(() => location.assign(href));

list.addEventListener("click", async (event) => {
  const link = event.target.closest("a.row");
  if (!link || !WIDE.matches || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  history.pushState(null, "", link.href);
  await shown(link.href);
  pane.querySelector("main").focus({ preventScroll: true });
});
addEventListener("popstate", () => shown(location.href));

// A move loads the page anew: the list comes back to where it was.
addEventListener("pagehide", () => sessionStorage.setItem(KEPT, list.scrollTop));
list.scrollTop = sessionStorage.getItem(KEPT);
list.querySelector("a.row[aria-current]")?.scrollIntoView({ block: "nearest" });
