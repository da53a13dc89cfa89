/* Sends what waits, one after the other, by one tab at a time; what is not heard is tried again later. */

import { heard, packed } from "./hearing.js";
import { change, records, sent } from "./queue.js";
import { lease, meet } from "./shelf.js";
import { fresh } from "./store.js";

const LONGEST = 90e3; // a little more than one call may take
const FIRST_WAIT = 4e3;
const LAST_WAIT = 300e3;
const TAB = fresh();
const SIGN_IN = new Set(["not-signed-in", "another-person"]);
let fails = 0;
let timer;
let busy = false;
let wanted = false;
let tell = () => {};
let home;

/* Begin: `address` of the page, and whom to tell how a round went: "sent", "offline", "unheard" or "sign-in". */
export function begin(address, told) {
  home = address;
  tell = told;
  addEventListener("online", () => soon(0));
  document.addEventListener("visibilitychange", () => { if (!document.hidden) soon(0); });
  soon(0);
}

export function soon(wait) {
  clearTimeout(timer);
  timer = setTimeout(() => alone(round), wait);
}

/* One round at a time in this tab, and one tab at a time; who comes in between is next. */
async function alone(work) {
  if (busy) {
    wanted = true;
    return undefined;
  }
  busy = true;
  try {
    if (navigator.locks) return await navigator.locks.request("huying-field-sending", { ifAvailable: true }, (lock) => (lock ? work() : soon(FIRST_WAIT)));
    const now = Date.now();
    if (!await lease(TAB, now, now + LONGEST)) return soon(FIRST_WAIT);
    await work();
    return await lease(TAB, now, 0);
  } finally {
    busy = false;
    if (wanted) soon(0);
    wanted = false;
  }
}

async function round() {
  const waiting = (await records()).filter((each) => each.state === "waiting" || each.state === "sending");
  // Nobody else is sending: whatever says so was cut off in the middle, and waits again.
  for (const each of waiting) if (each.state === "sending") await change(each.key, { state: "waiting" });
  let how = "sent";
  let me;
  try {
    const asked = await heard(`${home}today.json?only=who`, {});
    if (asked.said.who) {
      me = asked.said.who.id;
      await meet(asked.said.who);
      const mine = waiting.filter((each) => each.by === me && due(each));
      for (const each of mine) how = await send(each, asked.said.csrf, how);
    } else how = asked.status === 401 ? "sign-in" : "unheard";
  } catch (error) {
    how = error.how || "offline";
  }
  fails = how === "offline" ? fails + 1 : 0;
  tell(how);
  await again(how, me);
}

/* When to look next: at the earliest record that waits, later and later while there is no signal. */
async function again(how, me) {
  const left = (await records()).filter((each) => each.state === "waiting" && (!me || each.by === me));
  if (!left.length) return;
  const earliest = Math.min(...left.map((each) => (due(each) ? 0 : each.next))) - Date.now();
  soon(Math.max(earliest, how === "sent" ? 0 : pause(fails)));
}

/* A device whose clock was set back does not wait for a time that was never meant. */
const due = ({ next }) => next <= Date.now() || next > Date.now() + 2 * LAST_WAIT;

const pause = (times) => Math.min(LAST_WAIT, FIRST_WAIT * 2 ** Math.min(times, 8)) * (0.75 + Math.random() / 2);

async function send(record, csrf, how) {
  if (self.navigator.locks === undefined) await lease(TAB, Date.now(), Date.now() + LONGEST);
  await change(record.key, { state: "sending", went: true });
  let answer;
  try {
    answer = await heard(`${home}send`, { method: "POST", body: await packed(record), headers: { "X-CSRFToken": csrf } });
  } catch (error) {
    await change(record.key, { state: "waiting" });
    throw error;
  }
  const { status, said } = answer;
  const tries = record.tries + 1;
  if (said.kept && said.key === record.key) await sent(record, said.number);
  else if (said.kept === false && SIGN_IN.has(said.code)) {
    await change(record.key, { state: "waiting" });
    throw Object.assign(new Error(said.code), { how: "sign-in" });
  } else if (said.kept === false || status === 413) {
    await change(record.key, { state: "refused", code: said.code || "too-large", reason: said.reason || "", into: said.into || "" });
  } else {
    await change(record.key, { state: "waiting", tries, next: Date.now() + pause(tries) });
    return "unheard";
  }
  return how;
}
