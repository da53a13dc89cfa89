/* What waits to be sent. A record has its key from the moment it is made, and keeps it for ever. */

import { all, alter, fresh, inside, put, remove } from "./store.js";

const tabs = self.BroadcastChannel && new BroadcastChannel("huying-field");
let tell;

/* Tell `what` when records changed, in this tab or another. */
export function onChange(what) {
  tell = what;
  if (tabs) tabs.onmessage = what;
}

async function changed(written) {
  await written;
  tell();
  tabs?.postMessage("changed");
}

/* Keep one record with its photos; `instead` is the key of a record it takes the place of. */
export function add(facts, instead) {
  const record = { key: fresh(), state: "waiting", ...facts };
  return changed(inside("records", "readwrite", (store) => {
    store.put(record, record.key);
    if (instead) store.delete(instead);
  }));
}

/* All records, in the order in which they were made. */
export async function records() {
  const found = await all("records");
  return found.sort((one, other) => one.made - other.made);
}

/* Change a record that is still there; one that was sent stays sent, whatever comes late. */
export function change(key, facts) {
  return changed(alter("records", key, (found) => found && found.state !== "sent" && { ...found, ...facts }));
}

/* It arrived: of what was written only the number stays on the device. */
export function sent({ key, kind, by, name, made }, number) {
  return changed(put("records", key, { key, kind, by, name, made, number, state: "sent", fields: {}, photos: [] }));
}

export const discard = (key) => changed(remove("records", key));

/* What was sent and is older than a day is of no more use here. */
export async function tidy(now) {
  const old = (await records()).filter((each) => each.state === "sent" && each.made < now - 864e5);
  for (const each of old) await remove("records", each.key);
}
