/* Sends what waits, one after the other, by one tab at a time; what is not heard is tried again later. */

import { change, records, sent } from "./queue.js";
import { meet } from "./shelf.js";

const PATIENCE = 80e3;
const FIRST_WAIT = 4e3;
const LAST_WAIT = 300e3;
const SIGN_IN = ["not-signed-in", "another-person"];
let home;
let tell;
let timer;
let before = Promise.resolve();
let fails = 0;

/* Begin: `address` of the page, and whom to tell how it goes: "sending" (which), "sent", "offline", "unheard", "sign-in". */
export function begin(address, told) {
  home = address;
  tell = told;
  addEventListener("online", () => soon(0));
  document.addEventListener("visibilitychange", () => { if (!document.hidden) soon(0); });
  soon(0);
}

export function soon(wait) {
  clearTimeout(timer);
  timer = setTimeout(() => { before = before.then(alone, alone); }, wait);
}

/* The server doubles nothing; tabs only spare the line where the browser lets them wait for each other. */
const alone = () => (navigator.locks ? navigator.locks.request("huying-field", round) : round());

const waiting = async () => (await records()).filter((each) => each.state === "waiting");

/* Everything once; later and later again while something waits and is not heard. */
async function round() {
  const how = await everything().catch(() => "offline");
  fails = how === "sent" ? 0 : fails + 1;
  tell(how);
  const pause = Math.min(LAST_WAIT, FIRST_WAIT * 2 ** (fails - 1)) * (0.75 + Math.random() / 2);
  if (fails && (await waiting()).length) soon(pause);
}

async function everything() {
  const { status, said } = await heard("who.json");
  if (!said.who) return status === 401 ? "sign-in" : "unheard";
  await meet(said.who);
  const mine = (await waiting()).filter((each) => each.by === said.who.id);
  let how = "sent";
  for (const each of mine) {
    const went = await send(each, said.csrf);
    if (went === "sign-in") return went;
    if (went === "unheard") how = went;
  }
  return how;
}

async function send(record, csrf) {
  tell("sending", record.key);
  if (!record.went) await change(record.key, { went: true });
  const { status, said } = await heard("send", { method: "POST", body: packed(record), headers: { "X-CSRFToken": csrf } });
  if (said.kept && said.key === record.key) await sent(record, said.number);
  else if (SIGN_IN.includes(said.code)) return "sign-in";
  else if (said.kept === false || status === 413) await change(record.key, { state: "refused", reason: said.reason, into: said.into });
  else return "unheard";
  return "sent";
}

/* A record as it travels: what was written as JSON, photos beside it. */
function packed({ key, kind, by, device, made, fields, photos }) {
  const body = new FormData();
  body.append("record", JSON.stringify({ key, kind, by, device, said_at: new Date(made).toISOString(), ...fields }));
  photos.forEach((photo, place) => body.append("photos", photo, photo.name || `${place + 1}.jpg`));
  return body;
}

/* What the server said. A page of a hotel's network or of a broken proxy is no answer: it says nothing. */
async function heard(address, how) {
  const patience = new AbortController();
  const timed = setTimeout(() => patience.abort(), PATIENCE);
  try {
    const answer = await fetch(home + address, { cache: "no-store", redirect: "error", signal: patience.signal, ...how });
    return { status: answer.status, said: await answer.json().catch(() => ({})) };
  } finally {
    clearTimeout(timed);
  }
}
