/* Draws what is on the device: today's list, what waits. All text comes with the page. */

import { clock, say } from "./words.js";

export const part = (name, root = document) => root.querySelector(`[data-${name}]`);
export const copied = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);
export const refill = (list, items) => list.replaceChildren(...items);

export function put(item, name, text) {
  const place = item.querySelector(`[data-slot=${name}]`);
  place.textContent = text;
  place.hidden = !text;
}

/* Only one page is seen. */
export function turnTo(name) {
  document.querySelectorAll("[data-page]").forEach((page) => { page.hidden = page.dataset.page !== name; });
  scrollTo(0, 0);
}

/* As the server drew it; anew only when it is another list, and what is open stays open. */
export function drawToday({ orders, fetched_at: at }, now) {
  const box = part("orders");
  if (box.dataset.drawn !== String(at)) {
    const open = Array.from(box.querySelectorAll("[open]"), (each) => each.dataset.order);
    box.innerHTML = orders || "";
    box.querySelectorAll("details").forEach((each) => { each.open = open.includes(each.dataset.order); });
    box.dataset.drawn = at;
  }
  // "Today" is only true on the day it was said.
  box.toggleAttribute("data-old", new Date(at).toDateString() !== now.toDateString());
  part("as-of").textContent = at ? say("as_of", { when: clock(at, now) }) : say("dropped");
  part("empty").hidden = !at || box.children.length > 0;
}

export function titleOf(number) {
  return document.querySelector(`[data-order="${number}"] .task-title`)?.textContent || "";
}

export function drawStrip(mine, others, how) {
  const count = (state) => mine.filter((each) => each.state === state).length;
  const [left, refused] = [count("waiting"), count("refused")];
  const told = [left && say(how === "sending" ? how : "waiting", { n: left }), refused && say("refused", { n: refused })];
  put(part("strip"), "count", told.filter(Boolean).join(" · ") || say("all_sent"));
  part("strip").dataset.tone = refused ? "late" : left ? "soon" : "done";
  const trouble = { offline: "no_signal", unheard: "not_heard", "sign-in": "sign_in" }[how];
  const names = new Set(others.map((each) => each.name));
  const wait = Array.from(names, (name) => say("other", { name, n: others.filter((each) => each.name === name).length }));
  const news = (trouble ? [say(trouble), ...wait] : wait).join(" ");
  put(part("news-box"), "news", news);
  part("news-box").hidden = !news;
  part("sign-in").hidden = how !== "sign-in";
}

/* The newest first; `going` is the key of the one on its way. */
export function drawRecords(mine, going, now) {
  const lines = mine.map((each) => line(each, each.key === going ? "sending" : each.state, now));
  refill(part("records"), lines.reverse());
  part("nothing").hidden = mine.length > 0;
}

function line(record, state, now) {
  const item = copied("record");
  const refused = state === "refused";
  const photos = record.photos.length;
  Object.assign(item.dataset, { key: record.key, state });
  put(item, "kind", say(`kind_${record.kind}`));
  put(item, "what", record.number || record.title);
  put(item, "words", record.fields.text || record.fields.words);
  put(item, "note", say("said", { when: clock(record.made, now) }) + (photos ? ` · ${say("photos", { n: photos })}` : ""));
  put(item, "state", say(`state_${state}`));
  put(item, "reason", refused && (record.reason || say("too_large")));
  // What was tried may have arrived unheard, so only what was refused, or never went out, can be thrown away.
  const offered = { again: refused, report: refused && record.kind !== "report", copy: refused, discard: refused || (state === "waiting" && !record.went) };
  item.querySelectorAll("[data-act]").forEach((act) => { act.hidden = !offered[act.dataset.act]; });
  return item;
}
