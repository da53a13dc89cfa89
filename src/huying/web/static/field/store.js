/* What must outlive a dead battery: records, and what the server says of today. */

const base = new Promise((done, failed) => {
  const asked = indexedDB.open("huying-field");
  asked.onupgradeneeded = () => ["records", "shelf"].forEach((name) => asked.result.createObjectStore(name, { keyPath: "key" }));
  asked.onsuccess = () => done(asked.result);
  asked.onerror = () => failed(asked.error);
});

/* Whatever `work` asks of a store, whole or not at all; its answer once it is on the disk. */
export async function inside(name, mode, work) {
  const turn = (await base).transaction(name, mode, { durability: "strict" });
  return new Promise((done, failed) => {
    const asked = work(turn.objectStore(name));
    turn.oncomplete = () => done(asked?.result);
    turn.onabort = () => failed(turn.error);
  });
}
