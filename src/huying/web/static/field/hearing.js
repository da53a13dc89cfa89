/* One call to the server, and what of the answer can be believed. */

import { photosOf } from "./queue.js";

const PATIENCE = 80e3;

/* A record as it travels: what was written as JSON, photos beside it. */
export async function packed(record) {
  const body = new FormData();
  const { key, kind, by, device, said_at, fields } = record;
  body.append("record", JSON.stringify(Object.assign({ key, kind, by, device, said_at }, fields)));
  (await photosOf(record)).forEach((photo, place) => body.append("photos", photo, photo.name || `${place + 1}.jpg`));
  return body;
}

/* What the server said. A page of a hotel's network or of a broken proxy is no answer: it says nothing. */
export async function heard(address, how) {
  const stop = "AbortController" in self ? new AbortController() : null;
  const timed = stop && setTimeout(() => stop.abort(), PATIENCE);
  const headers = Object.assign({ Accept: "application/json" }, how.headers);
  try {
    const options = { credentials: "same-origin", cache: "no-store", redirect: "error", signal: stop ? stop.signal : undefined };
    const answer = await fetch(address, Object.assign({}, how, options, { headers }));
    const json = (answer.headers.get("Content-Type") || "").startsWith("application/json");
    return { status: answer.status, said: json ? await answer.json() : {} };
  } finally {
    clearTimeout(timed);
  }
}
