/* Keeps the page on the device by KEPT, which the server puts before this: { version, keeps: [shell, modules, styles] }. */

const CACHE = `huying-field-${KEPT.version}`;
const PATIENCE = 5000;

async function fetched(addresses) {
  const cache = await caches.open(CACHE);
  await cache.addAll(addresses.map((address) => new Request(address, { cache: "reload" })));
}

async function tidied() {
  const old = (await caches.keys()).filter((name) => name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
}

const kept = (address) => caches.match(address, { cacheName: CACHE, ignoreVary: true });

addEventListener("install", (event) => event.waitUntil(fetched(KEPT.keeps).then(skipWaiting)));

addEventListener("activate", (event) => event.waitUntil(tidied()));

/* A page whose shell is kept can be opened without signal. */
addEventListener("fetch", (event) => {
  const { pathname } = new URL(event.request.url);
  const shell = `${pathname}shell/`;
  if (event.request.mode === "navigate" && event.request.method === "GET" && KEPT.keeps.includes(shell)) event.respondWith(page(event, shell));
  else if (KEPT.keeps.includes(pathname)) event.respondWith(kept(pathname).then((found) => found || fetch(event.request)));
});

/* The server's page while there is signal; the kept one when it does not come, or comes broken. */
async function page(event, shell) {
  const late = new Promise((done) => { setTimeout(done, PATIENCE); });
  const asked = fetch(event.request).then((answer) => (answer.status < 500 ? answer : null), () => null);
  // With the page comes the shell anew: its words are in the language of now.
  event.waitUntil(asked.then((answer) => answer && fetched([shell]).catch(() => null)));
  return await Promise.race([asked, late]) || await kept(shell) || asked;
}
