/* Keeps the page itself on the device. Lists and records are none of its business. */
/* KEPT, put before this by the server: { version, keeps: [shell first, then modules and styles] }. */

const CACHE = `huying-field-${KEPT.version}`;
const SHELL = KEPT.keeps[0];
const HOME = new URL("./", self.location).pathname;
const PATIENCE = 5000;

async function fetched(addresses) {
  const cache = await caches.open(CACHE);
  await cache.addAll(addresses.map((address) => new Request(address, { cache: "reload" })));
}

async function tidied() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith("huying-field-") && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

const kept = async (address) => (await caches.open(CACHE)).match(address, { ignoreVary: true });

self.addEventListener("install", (event) => event.waitUntil(fetched(KEPT.keeps).then(() => self.skipWaiting())));

self.addEventListener("activate", (event) => event.waitUntil(tidied()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (request.mode === "navigate" && pathname === HOME) event.respondWith(page(event));
  else if (pathname !== SHELL && KEPT.keeps.includes(pathname)) event.respondWith(kept(pathname).then((found) => found || fetch(request)));
});

/* The server's page while there is signal; the kept one when it does not come, or comes broken. */
async function page(event) {
  const late = new Promise((done) => { setTimeout(done, PATIENCE); });
  const asked = fetch(event.request).then((answer) => (answer.status < 500 ? answer : null), () => null);
  // Where the page came, the shell is fetched too: its words are in the language of now.
  event.waitUntil(asked.then((answer) => answer && fetched([SHELL]).catch(() => null)));
  return await Promise.race([asked, late]) || await kept(SHELL) || await asked || Response.error();
}
