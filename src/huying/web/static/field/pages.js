/* Draws what is on the device: today's list, what waits. */

import { clock, isToday, say } from "./words.js";

export const part = (name) => document.querySelector(`[data-${name}]`);
export const copied = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);

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
export function drawToday({ orders, fetched_at: at }) {
  const box = part("orders");
  if (box.dataset.drawn !== String(at)) {
    const open = Array.from(box.querySelectorAll("[open]"), (each) => each.dataset.order);
    box.innerHTML = orders || "";
    box.querySelectorAll("details").forEach((each) => { each.open = open.includes(each.dataset.order); });
    box.dataset.drawn = at;
  }
  // "Today" is only true on the day it was said.
  box.toggleAttribute("data-old", !isToday(at));
  part("as-of").textContent = at ? say("as_of", { when: clock(at) }) : say("dropped");
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
  const names = new Set(others.map((each) => each.name));
  const news = Array.from(names, (name) => say("other", { name, n: others.filter((each) => each.name === name).length }));
  if (["no_signal", "not_heard", "sign_in", "early"].includes(how)) news.unshift(say(how));
  put(part("news-box"), "news", news.join(" "));
  part("news-box").hidden = !news.length;
  part("sign-in").hidden = how !== "sign_in";
}

/* The newest first; `going` is the key of the one on its way. */
export function drawRecords(mine, going) {
  const lines = mine.map((each) => line(each, each.key === going ? "sending" : each.state));
  part("records").replaceChildren(...lines.reverse());
}

function line(record, state) {
  const item = copied("record");
  const photos = record.photos.length;
  // What was tried may have arrived unheard: by this the style knows what can still be done with it.
  Object.assign(item.dataset, { key: record.key, kind: record.kind, state, went: record.went || false });
  put(item, "kind", say(`kind_${record.kind}`));
  put(item, "what", record.number || record.title);
  put(item, "words", record.fields.text || record.fields.words);
  put(item, "note", say("said", { when: clock(record.made) }) + (photos ? ` · ${say("photos", { n: photos })}` : ""));
  put(item, "state", say(`state_${state}`));
  put(item, "reason", state === "refused" && (record.reason || say("too_large")));
  return item;
}
