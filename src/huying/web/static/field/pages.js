/* Draws what is on the device: today's list, the forms, what waits. All text comes with the page. */

import { clock, say } from "./words.js";

export const part = (name, root = document) => root.querySelector(`[data-${name}]`);
export const copied = (id) => document.importNode(document.getElementById(id).content, true).firstElementChild;

export function put(item, name, text) {
  const place = item.querySelector(`[data-slot=${name}]`);
  place.textContent = text;
  place.hidden = !text;
}

export function refill(list, items) {
  list.textContent = "";
  items.forEach((item) => list.append(item));
}

/* Only one page is seen; its heading is where reading goes on. */
export function turnTo(name) {
  document.querySelectorAll("[data-page]").forEach((page) => { page.hidden = page.dataset.page !== name; });
  scrollTo(0, 0);
}

/* Drawn anew only when it is another list, or another day; what is open stays open. */
export function drawToday(list, now) {
  const drawn = list ? `${list.fetched_at} ${now.toDateString()}` : "";
  const box = part("orders");
  if (box.dataset.drawn === drawn) return;
  box.dataset.drawn = drawn;
  const open = Array.from(box.querySelectorAll("details[open]"), (each) => each.dataset.order);
  refill(box, list ? list.orders.map((order) => task(order, list, now)) : []);
  box.querySelectorAll("details").forEach((each) => { each.open = open.includes(each.dataset.order); });
  part("as-of").textContent = list ? say("as_of", { when: clock(list.fetched_at, now) }) : say("dropped");
  part("empty").hidden = !list || list.orders.length > 0;
}

function task(order, list, now) {
  const item = copied("task");
  // "Today" is only true on the day it was said.
  const same = new Date(list.fetched_at).toDateString() === now.toDateString();
  const told = Object.assign({}, order, { promise: same ? order.promise : order.due_on, left: same ? order.left : "" });
  ["title", "place", "state", "with", "left", "promise", "number"].forEach((name) => put(item, name, told[name]));
  item.dataset.order = order.number;
  item.querySelector("[data-slot=left]").className = `badge badge-${order.tone}`;
  part("danger", item).hidden = !order.safety;
  part("open", item).href = order.href;
  ["visit", "photo"].forEach((kind) => { part(kind, item).href = `#${kind}/${order.number}`; });
  return item;
}

export function drawStrip(mine, others, how) {
  const left = mine.filter((each) => each.state === "waiting" || each.state === "sending");
  const refused = mine.filter((each) => each.state === "refused");
  const strip = part("strip");
  const sending = left.some((each) => each.state === "sending");
  const first = left.length ? say(sending ? "sending" : "waiting", { n: left.length }) : "";
  const second = refused.length ? say("refused", { n: refused.length }) : "";
  put(strip, "count", [first, second].filter(Boolean).join(" · ") || say("all_sent"));
  strip.dataset.tone = refused.length ? "late" : left.length ? "soon" : "done";
  const news = { offline: "no_signal", unheard: "not_heard", "sign-in": "sign_in" }[how];
  const told = news ? [say(news)] : [];
  put(part("news-box"), "news", told.concat(others.map((each) => say("other", each))).join(" "));
  part("news-box").hidden = !told.length && !others.length;
  part("sign-in").hidden = how !== "sign-in";
}

export function drawRecords(mine, now) {
  const newest = mine.slice().reverse();
  refill(part("records"), newest.map((each) => line(each, now)));
  part("nothing").hidden = mine.length > 0;
}

function line(record, now) {
  const item = copied("record");
  item.dataset.key = record.key;
  item.dataset.state = record.state;
  put(item, "kind", say(`kind_${record.kind}`));
  put(item, "what", record.number || record.title || "");
  put(item, "words", record.fields.text || record.fields.words || "");
  const told = [say("said", { when: clock(record.made, now) })];
  if (record.photos) told.push(say("photos", { n: record.photos }));
  put(item, "note", told.join(" · "));
  put(item, "state", say(`state_${record.state}`));
  put(item, "reason", record.state === "refused" ? record.reason || say("too_large") : "");
  item.querySelectorAll("[data-act]").forEach((act) => { act.hidden = !offered(record, act.dataset.act); });
  return item;
}

/* What was tried may have arrived unheard, so only what was refused, or never went out, can be thrown away. */
function offered(record, act) {
  if (act === "discard") return record.state === "refused" || (record.state === "waiting" && !record.went);
  if (record.state !== "refused") return false;
  return act === "report" ? record.kind !== "report" : true;
}
