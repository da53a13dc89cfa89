/* What waits to be sent. A record has its key from the moment it is made, and keeps it for ever. */

import { all, fresh, one, write } from "./store.js";

const OTHERS = "BroadcastChannel" in self ? new BroadcastChannel("huying-field") : null;
const heard = [];

/* Tell `what` when records changed, in this tab or another. */
export function onChange(what) {
  heard.push(what);
  if (OTHERS) OTHERS.onmessage = () => heard.forEach((each) => each());
}

function changed() {
  heard.forEach((each) => each());
  if (OTHERS) OTHERS.postMessage("changed");
}

const drop = (store, key, count) => {
  for (let place = 0; place < count; place += 1) store("photos").delete(`${key} ${place}`);
};

/* Keep one record and its photos, both or neither; `instead` is a record it takes the place of. */
export async function add(facts, photos, instead) {
  const record = Object.assign({ key: fresh(), state: "waiting", tries: 0, next: 0, photos: photos.length }, facts);
  await write((store) => {
    store("records").put(record, record.key);
    photos.forEach((photo, place) => store("photos").put(photo, `${record.key} ${place}`));
    if (instead) {
      store("records").delete(instead.key);
      drop(store, instead.key, instead.photos);
    }
  });
  changed();
  return record;
}

/* All records, in the order in which they were made. */
export async function records() {
  const found = await all("records");
  return found.sort((one_, other) => (one_.made < other.made ? -1 : 1));
}

export async function photosOf(record) {
  const found = [];
  for (let place = 0; place < record.photos; place += 1) found.push(await one("photos", `${record.key} ${place}`));
  return found;
}

/* Change a record that is still there; one that was sent stays sent, whatever comes late. */
export async function change(key, facts) {
  await write((store) => {
    const asked = store("records").get(key);
    asked.onsuccess = () => {
      if (asked.result && asked.result.state !== "sent") store("records").put(Object.assign(asked.result, facts), key);
    };
  }, ["records"]);
  changed();
}

/* It arrived: of what was written only the number stays on the device. */
export async function sent(record, number) {
  const { key, kind, by, name, made, said_at } = record;
  await write((store) => {
    store("records").put({ key, kind, by, name, made, said_at, number, photos: 0, fields: {}, state: "sent" }, key);
    drop(store, key, record.photos);
  });
  changed();
}

export async function remove(record) {
  await write((store) => {
    store("records").delete(record.key);
    drop(store, record.key, record.photos);
  });
  changed();
}

/* What was sent and is older than a day is of no more use here. */
export async function tidy(now) {
  const old = (await records()).filter((each) => each.state === "sent" && each.made < now - 864e5);
  for (const each of old) await remove(each);
}
