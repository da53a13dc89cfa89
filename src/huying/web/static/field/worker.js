/* Keeps the page itself on the device. Lists and records are none of its business. */
/* KEPT, put before this by the server: { version, keeps: [shell first, then modules and styles] }. */

const CACHE = `huying-field-${KEPT.version}`;
const SHELL = KEPT.keeps[0];
const HOME = new URL("./", self.location).pathname;
const PATIENCE = 5000;

self.addEventListener("install", (event) => {
  const fresh = KEPT.keeps.map((address) => new Request(address, { cache: "reload" }));
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(fresh)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const old = (name) => name.startsWith("huying-field-") && name !== CACHE;
  const tidied = caches.keys().then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name))));
  event.waitUntil(tidied.then(() => self.clients.claim()));
});

// The page was just drawn with signal: keep its words in the language it has now.
self.addEventListener("message", (event) => {
  if (event.data === "shell") event.waitUntil(caches.open(CACHE).then((cache) => cache.add(new Request(SHELL, { cache: "reload" }))));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (request.mode === "navigate" && pathname === HOME) event.respondWith(page(request));
  else if (pathname !== SHELL && KEPT.keeps.includes(pathname)) event.respondWith(kept(pathname).then((found) => found || fetch(request)));
});

const kept = (address) => caches.open(CACHE).then((cache) => cache.match(address, { ignoreVary: true }));

/* The server's page while there is signal; the kept one when it does not come, or comes broken. */
async function page(request) {
  const late = new Promise((done) => { setTimeout(done, PATIENCE); });
  const asked = fetch(request).then((answer) => (answer.status < 500 ? answer : null), () => null);
  return await Promise.race([asked, late]) || await kept(SHELL) || await asked || Response.error();
}
