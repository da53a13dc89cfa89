/* Sends what waits, one after the other, by one tab at a time; what is not heard is tried again later. */

import { change, records, sent } from "./queue.js";
import { meet } from "./shelf.js";
import { apart, deliver } from "./ticks.js";

export const HOME = document.getElementById("field").dataset.home;
const PATIENCE = 80e3;
const FIRST_WAIT = 4e3;
const LAST_WAIT = 300e3;
const SIGN_IN = 401;
let tell;
let timer;
let before = Promise.resolve();
let wait = FIRST_WAIT;

/* `told` hears how it goes: "sending" (which), "sent", "no_signal", "not_heard" or "sign_in". */
export function begin(told) {
  tell = told;
  addEventListener("online", () => soon(0));
  document.addEventListener("visibilitychange", () => { if (!document.hidden) soon(0); });
  soon(0);
}

export function soon(after) {
  clearTimeout(timer);
  timer = setTimeout(() => {
    timer = 0;
    before = before.then(alone, alone);
  }, after);
}

/* Only to spare the line: the server doubles nothing. */
const alone = () => (navigator.locks ? navigator.locks.request("huying-field", round) : round());

const waiting = async () => (await records()).filter((each) => each.state === "waiting");

async function round() {
  const how = await everything().catch(() => "no_signal");
  tell(how);
  wait = how === "sent" ? FIRST_WAIT : Math.min(LAST_WAIT, wait * 2);
  const left = await waiting();
  if (how !== "sent" && left.length && !timer) soon(wait * (0.5 + Math.random() / 2));
}

async function everything() {
  const { status, said } = await heard("who.json");
  if (!said.who) return status === SIGN_IN ? "sign_in" : "not_heard";
  await meet(said.who);
  const mine = (await waiting()).filter((each) => each.by === said.who.id);
  let how = "sent";
  const { ticks, rest } = apart(mine);
  for (const each of [...ticks, ...rest]) {
    const went = await (Array.isArray(each) ? deliver(each, said.csrf, heard) : send(each, said.csrf));
    if (went !== "sent") how = went;
    if (went === "sign_in") break;
  }
  return how;
}

async function send(record, csrf) {
  tell("sending", record.key);
  if (!record.went) await change(record.key, { went: true });
  const { status, said } = await heard("send", { method: "POST", body: packed(record), headers: { "X-CSRFToken": csrf } });
  const { kept, key, number, reason, into } = said;
  if (status === SIGN_IN) return "sign_in";
  if (kept && key === record.key) await sent(record, () => number);
  else if (kept === false || status === 413) await change(record.key, { state: "refused", reason, into });
  else return "not_heard";
  return "sent";
}

/* What was written travels as JSON, photos beside it. */
function packed({ key, kind, by, device, made, fields, photos }) {
  const body = new FormData();
  body.append("record", JSON.stringify({ key, kind, by, device, said_at: new Date(made).toISOString(), ...fields }));
  photos.forEach((photo) => body.append("photos", photo));
  return body;
}

/* A page of a hotel's network or of a broken proxy is no answer: it says nothing. */
async function heard(address, how) {
  const patience = new AbortController();
  setTimeout(() => patience.abort(), PATIENCE);
  const answer = await fetch(HOME + address, { cache: "no-store", redirect: "error", signal: patience.signal, ...how });
  return { status: answer.status, said: await answer.json().catch(() => ({})) };
}
