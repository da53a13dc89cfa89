/* What the server lets this device keep: who is here and their places until sign-out, the list for half a day. */

import { alter, fresh, one, put, remove } from "./store.js";

/* This device's own name; it tells nothing but that two records came from the same one. */
export async function device() {
  const known = await one("shelf", "device");
  if (known) return known;
  const made = fresh();
  await put("shelf", "device", made);
  return made;
}

/* What a page of the server says. Only one just opened says who is here; what comes later brings back nobody who left. */
export async function keep(page, opened) {
  const told = page.getElementById("field-today");
  if (!told) return;
  const today = { ...JSON.parse(told.textContent), orders: page.querySelector("[data-orders]").innerHTML };
  await alter("shelf", "today", (before) => (opened || before?.who.id === today.who.id) && today);
}

/* Someone else has signed in meanwhile: what was kept for the one before goes. */
export async function meet(person) {
  const { who } = await kept();
  if (who && who.id !== person.id) await remove("shelf", "today");
}

/* {who, places, orders, fetched_at}, as far as there is any; when its time is over, the list is gone from here. */
export async function kept() {
  const found = (await one("shelf", "today")) || {};
  const now = Date.now();
  if (Date.parse(found.keep_until) > now && Date.parse(found.fetched_at) < now + 864e5) return found;
  const { who, places } = found;
  if (found.keep_until) await alter("shelf", "today", (still) => still && { who, places });
  return { who, places };
}

/* A form half filled in: phones close the page while their camera is open. It is its writer's alone. */
export async function draft(where, by) {
  const found = await one("shelf", "draft");
  return found?.where === where && found.by === by ? found.fields : null;
}

export const sketch = (where, by, fields) => put("shelf", "draft", { where, by, fields });

export const finish = () => remove("shelf", "draft");
