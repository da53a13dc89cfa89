/* Puts the check-in page together: the sheets kept here, the doors of one, each tap kept at once. */

import { drawSheet, drawSheets, look } from "./doors.js";
import { drawStrip, part, turnTo } from "./pages.js";
import { add, discard, records, tidy } from "./queue.js";
import { HOME, begin, soon } from "./sending.js";
import { device, keepSheets, sheets } from "./shelf.js";
import { clock, say } from "./words.js";
import "./leaving.js";

const OF = new URLSearchParams(location.search).get("of");
const A_WHILE = 6e4;
let how = "sent";
let shown;

/* What the server says now; only a page of it says who is here. */
async function keep(page) {
  const told = page.getElementById("check-in-kept");
  if (told) await keepSheets(JSON.parse(told.textContent));
}

async function draw() {
  const [said, found] = [await sheets(), await records()];
  const { who, sheets: all, fetched_at: at, kept_at: since } = said;
  const ticks = found.filter((each) => each.kind === "tick");
  const others = ticks.filter((each) => each.by !== who?.id && each.state !== "sent");
  const mine = ticks.filter((each) => each.by === who?.id);
  drawStrip(mine, others, who ? how : "sign_in");
  part("as-of").textContent = at ? say("as_of", { when: clock(at) }) : say("dropped");
  // What was sent before the page was drawn by the server is in its figures.
  const later = mine.filter((each) => each.state !== "sent" || each.gone > since);
  const open = all.find((each) => each.id === OF);
  if (open) drawSheet(open, later.filter((each) => each.title === OF));
  else drawSheets(all, later);
  part("empty").hidden = !at || all.length > 0;
  if (shown !== Boolean(open)) turnTo(open ? "sheet" : "sheets");
  shown = Boolean(open);
}

/* Kept first, told then, sent last; tapped again before it went, it is taken back. */
async function tap(event) {
  const button = event.target.closest("[form=tap]");
  if (!button) return;
  event.preventDefault();
  const item = button.closest("[data-door]");
  const { state, key } = item?.dataset || {};
  if (state === "waiting" || state === "refused") {
    const went = (await records()).find((each) => each.key === key)?.went;
    if (state === "refused" ? confirm(say("again")) : !went && confirm(say("unsure"))) await discard(key);
    return;
  }
  const { who, sheets: all } = await sheets();
  const sheet = all.find((each) => each.id === OF);
  const fields = { campaign: sheet.campaign, target: item?.dataset.door || "", point: sheet.point };
  navigator.storage?.persist();
  try {
    await add({ kind: "tick", by: who.id, name: who.name, title: OF, made: Date.now(), device: await device(), photos: [], fields });
    soon(0);
  } catch {
    part("plain").textContent = say("no_room");
  }
}

async function heard(told) {
  how = told;
  await draw();
  const { kept_at: at } = await sheets();
  if (told !== "sent" || at > Date.now() - A_WHILE) return;
  const page = await fetch(location.href, { cache: "no-store" }).then((answer) => answer.text()).catch(() => "");
  await keep(new DOMParser().parseFromString(page, "text/html"));
  draw();
}

async function boot() {
  await keep(document);
  await tidy();
  document.documentElement.classList.add("live");
  addEventListener("storage", draw);
  document.addEventListener("click", tap);
  part("search").addEventListener("input", look);
  await draw();
  begin(heard);
  if (navigator.serviceWorker) await navigator.serviceWorker.register(`${HOME}worker.js`);
  else part("plain").append(say("stay_open"));
}

boot().catch(() => { part("plain").textContent = say("no_store"); });
