/* What the server lets this device keep: who is here and their places until sign-out, the list for half a day. */

const read = (name) => JSON.parse(localStorage.getItem(`huying-field-${name}`)) || {};
const write = (name, what) => localStorage.setItem(`huying-field-${name}`, JSON.stringify(what));

/* A name nobody else makes, also where the page is not secure. */
export const fresh = () => crypto.getRandomValues(new Uint32Array(3)).join("-");

/* This device's name, which tells only that two records came from the same one. */
export function device() {
  const { name = fresh() } = read("device");
  write("device", { name });
  return name;
}

/* What a page of the server says. Only one just opened says who is here: no other brings back who has left. */
export function keep(page, opened) {
  const told = page.getElementById("field-today");
  if (!told) return;
  const today = { ...JSON.parse(told.textContent), orders: page.querySelector("[data-orders]").innerHTML };
  if (opened || read("today").who?.id === today.who.id) write("today", today);
}

/* Where someone else has signed in meanwhile, what was kept for the one before goes. */
export function meet(person) {
  if (read("today").who?.id !== person.id) write("today", {});
}

/* {who, places, orders, fetched_at}, as far as there is any; a list whose time is over is gone. */
export function kept() {
  const today = read("today");
  const { who, places, fetched_at: from, keep_until: until } = today;
  if (!until || (Date.parse(until) > Date.now() && Date.parse(from) < Date.now() + 864e5)) return today;
  write("today", { who, places });
  return { who, places };
}

/* The one form half filled in, `of` whom and where: phones close the page while their camera is on. */
export const draft = (of) => read("draft")[of];
export const sketch = (of, fields) => write("draft", { [of]: fields });
export const finish = () => write("draft", {});
