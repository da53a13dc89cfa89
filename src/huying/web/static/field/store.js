/* The device's own keeping: one small database, written through to the disk before anything is said. */

const NAME = "huying-field";
const STORES = ["records", "photos", "shelf"];
let opening;

export function open() {
  opening = opening || new Promise((done, failed) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => STORES.forEach((name) => asked.result.createObjectStore(name));
    asked.onsuccess = () => done(asked.result);
    asked.onerror = asked.onblocked = () => failed(asked.error || new Error("blocked"));
  });
  return opening;
}

/* Everything `work` asks of the stores, whole or not at all; its answer when it is on the disk. */
export async function write(work, names = STORES) {
  const base = await open();
  return new Promise((done, failed) => {
    const turn = base.transaction(names, "readwrite", { durability: "strict" });
    let answer;
    turn.oncomplete = () => done(answer);
    turn.onabort = turn.onerror = () => failed(turn.error || new Error("not kept"));
    try {
      work((name) => turn.objectStore(name), (value) => { answer = value; });
    } catch (error) {
      turn.abort(); // half of a record is worse than none
      failed(error);
    }
  });
}

async function asked(name, question) {
  const base = await open();
  return new Promise((done, failed) => {
    const request = question(base.transaction(name, "readonly").objectStore(name));
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
}

export const one = (name, key) => asked(name, (store) => store.get(key));
export const all = (name) => asked(name, (store) => store.getAll());

/* A name nobody else makes: 36 characters, also where the browser is old or the page not secure. */
export function fresh() {
  if (self.crypto && crypto.randomUUID) return crypto.randomUUID();
  const bytes = self.crypto ? crypto.getRandomValues(new Uint8Array(16))
    : Array.from({ length: 16 }, () => Math.floor(Math.random() * 256));
  const hex = Array.from(bytes, (byte) => (byte + 256).toString(16).slice(1)).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
