/* The device's own keeping: one small database, written through to the disk before anything is said. */

let opening;

function opened() {
  opening = opening || new Promise((done, failed) => {
    const asked = indexedDB.open("huying-field");
    asked.onupgradeneeded = () => ["records", "shelf"].forEach((name) => asked.result.createObjectStore(name));
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });
  return opening;
}

/* Whatever `work` asks of a store, whole or not at all; its answer once it is on the disk. */
export async function inside(name, mode, work) {
  const base = await opened();
  return new Promise((done, failed) => {
    const turn = base.transaction(name, mode, { durability: "strict" });
    const asked = work(turn.objectStore(name));
    turn.oncomplete = () => done(asked?.result);
    turn.onabort = () => failed(turn.error);
  });
}

export const one = (name, key) => inside(name, "readonly", (store) => store.get(key));
export const all = (name) => inside(name, "readonly", (store) => store.getAll());
export const put = (name, key, value) => inside(name, "readwrite", (store) => store.put(value, key));
export const remove = (name, key) => inside(name, "readwrite", (store) => store.delete(key));

/* In place of what is there: what `change` makes of it, if it makes anything. */
export const alter = (name, key, change) => inside(name, "readwrite", (store) => {
  store.get(key).onsuccess = (event) => {
    const made = change(event.target.result);
    if (made) store.put(made, key);
  };
});

/* A name nobody else makes, also where the page is not secure. */
export function fresh() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
