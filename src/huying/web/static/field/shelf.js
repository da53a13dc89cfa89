/* What the server lets this device keep of today: the list for half a day, whose it is until sign-out. */

import { fresh, one, write } from "./store.js";

const GOES = ["who", "today", "places"];

const put = (key, value) => write((store) => store("shelf").put(value, key), ["shelf"]);

/* This device's own name; it tells nothing but that two records came from the same one. */
export async function device() {
  const known = await one("shelf", "device");
  if (known) return known;
  const made = fresh();
  await put("device", made);
  return made;
}

/* Who last showed the server that they are signed in here: {id, name}, or nothing. */
export const who = () => one("shelf", "who");

/* Only a page that was just opened says who is here; what comes later never brings back who has left. */
export function keep(today, opened) {
  return write((store) => {
    const shelf = store("shelf");
    const asked = shelf.get("who");
    asked.onsuccess = () => {
      if (!opened && !(asked.result && asked.result.id === today.who.id)) return;
      const { who: person, orders, places: choices, more, fetched_at, keep_until } = today;
      shelf.put(person, "who");
      shelf.put(choices, "places");
      shelf.put({ orders, more, fetched_at, keep_until }, "today");
    };
  }, ["shelf"]);
}

/* Someone else has signed in meanwhile: list and places of the one before go. */
export async function meet(person) {
  const before = await who();
  if (before && before.id !== person.id) await write((store) => GOES.forEach((key) => store("shelf").delete(key)), ["shelf"]);
}

/* The list while it may be kept; `null` when its time is over, and then it is gone. */
export async function today(now) {
  const found = await one("shelf", "today");
  if (found && Date.parse(found.keep_until) > now && Date.parse(found.fetched_at) < now + 864e5) return found;
  if (found) await write((store) => store("shelf").delete("today"), ["shelf"]);
  return null;
}

export async function places() {
  return (await one("shelf", "places")) || [];
}

/* A form half filled in: phones close the page while their camera is open. It is its writer's alone. */
export async function draft(where, by) {
  const found = await one("shelf", "draft");
  return found && found.where === where && found.by === by ? found.fields : {};
}

export const sketch = (where, by, fields) => put("draft", { where, by, fields });

export const finish = () => write((store) => store("shelf").delete("draft"), ["shelf"]);

/* For browsers without locks: whether this tab may send until `until`; whoever comes later waits. */
export function lease(tab, now, until) {
  return write((store, answer) => {
    const asked = store("shelf").get("lease");
    asked.onsuccess = () => {
      const held = asked.result;
      const free = !held || held.tab === tab || held.until < now || held.until > now + 864e5;
      if (free) store("shelf").put({ tab, until }, "lease");
      answer(free);
    };
  }, ["shelf"]);
}
