/* What the server lets this device keep: who is here and their places until sign-out, the list for half a day. */

import { inside } from "./store.js";

const read = async (key) => (await inside("shelf", "readonly", (store) => store.get(key))) || {};
const write = (what) => inside("shelf", "readwrite", (store) => store.put(what));
export const forget = (key) => inside("shelf", "readwrite", (store) => store.delete(key));

/* A name nobody else makes, also where the page is not secure. */
export const fresh = () => crypto.getRandomValues(new Uint32Array(3)).join("-");

/* This device's name, which tells only that two records came from the same one. */
export async function device() {
  const { name = fresh() } = await read("device");
  await write({ key: "device", name });
  return name;
}

/* What `change` makes of what is kept of today, if it makes anything. */
const alter = (change, key = "today") => inside("shelf", "readwrite", (store) => {
  store.get(key).onsuccess = ({ target }) => {
    const made = change(target.result);
    if (made) store.put({ ...made, key });
  };
});

/* What a page of the server says. Only one just opened says who is here: no other brings back who has left. */
export async function keep(page, opened) {
  const told = page.getElementById("field-today");
  if (!told) return;
  const today = { ...JSON.parse(told.textContent), orders: page.querySelector("[data-orders]").innerHTML };
  await alter((before) => (opened || before?.who?.id === today.who.id) && today);
}

/* Where someone else has signed in meanwhile, what was kept for the one before goes. */
export const meet = (person) => Promise.all(["today", "check-in"].map((key) => (
  alter((before) => before?.who && before.who.id !== person.id && {}, key)
)));

/* {who, places, orders, fetched_at}, as far as there is any; a list whose time is over is gone. */
export async function kept() {
  const today = await read("today");
  const { who, places, fetched_at: from, keep_until: until } = today;
  if (!until || (Date.parse(until) > Date.now() && Date.parse(from) < Date.now() + 864e5)) return today;
  await alter((still) => still && { who, places });
  return { who, places };
}

/* The one form half filled in, `of` whom and where: phones close the page while their camera is on. */
export const draft = async (of) => (await read("draft"))[of];
export const sketch = (of, fields) => write({ key: "draft", [of]: fields });

/* The sheets of whoever checks people in, for as long as the server allows; doors once opened stay with theirs. */
export const keepSheets = (said) => alter((before) => {
  const doors = (id) => (before?.who?.id === said.who.id && before.sheets?.find((each) => each.id === id)?.doors) || null;
  return { ...said, kept_at: Date.now(), sheets: said.sheets.map((each) => ({ ...each, doors: each.doors || doors(each.id) })) };
}, "check-in");

export async function sheets() {
  const said = await read("check-in");
  return Date.parse(said.keep_until) > Date.now() ? said : { who: said.who, sheets: [] };
}
