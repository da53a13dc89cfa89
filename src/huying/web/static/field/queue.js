/* What waits to be sent. A record has its key from the moment it is made, and keeps it for ever. */

import { fresh } from "./shelf.js";
import { inside } from "./store.js";

async function write(work) {
  await inside("records", "readwrite", work);
  localStorage.setItem("huying-field-written", Date.now()); // other tabs hear of this
  dispatchEvent(new Event("storage"));
}

export async function records() {
  const found = await inside("records", "readonly", (store) => store.getAll());
  return found.sort((earlier, later) => earlier.made - later.made);
}

/* `instead` is the key of a record this one takes the place of. */
export const add = (facts, instead) => write((store) => {
  store.put({ key: fresh(), state: "waiting", ...facts });
  if (instead) store.delete(instead);
});

/* One that was sent stays sent, and one thrown away stays away, whatever comes late. */
export const change = (keys, facts) => write((store) => [keys].flat().forEach((key) => {
  store.get(key).onsuccess = ({ target: { result } }) => {
    if (result && result.state !== "sent") store.put({ ...result, ...facts });
  };
}));

/* Of what was written only the number stays on the device; of a check-in its sheet, and since when. */
export const sent = (records, numbered) => write((store) => [records].flat().forEach((record) => {
  const { key, kind, by, name, made, title } = record;
  const tick = kind === "tick" && { title, gone: Date.now() };
  store.put({ key, kind, by, name, made, number: numbered(record), state: "sent", fields: {}, photos: [], ...tick });
}));

export const discard = (...keys) => write((store) => keys.forEach((key) => store.delete(key)));

/* What was sent a day ago is of no more use here. */
export async function tidy() {
  const old = (await records()).filter((each) => each.state === "sent" && each.made < Date.now() - 864e5);
  await discard(...old.map((each) => each.key));
}
