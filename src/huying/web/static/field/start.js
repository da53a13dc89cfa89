/* Puts the field's page together: what is kept here, what is written, what goes out. */

import { act } from "./acting.js";
import * as forms from "./forms.js";
import { add, onChange, photosOf, records, tidy } from "./queue.js";
import { begin, soon } from "./sending.js";
import { device, draft, finish, keep, places, sketch, today, who } from "./shelf.js";
import { one, open } from "./store.js";
import * as pages from "./pages.js";
import { say } from "./words.js";
import { fieldsOf, fill, lacking, localTime, smaller } from "./writing.js";
import "./leaving.js";

const HOME = document.getElementById("field").dataset.home;
let how = "sent";
let about = {};
let kept = false;

async function draw() {
  const [me, found, list] = [await who() || {}, await records(), await today(Date.now())];
  const mine = found.filter((each) => each.by === me.id);
  const names = found.filter((each) => each.by !== me.id && each.state !== "sent").map((each) => each.name);
  const others = Array.from(new Set(names), (name) => ({ name, n: names.filter((each) => each === name).length }));
  pages.drawToday(list, new Date());
  pages.drawRecords(mine, new Date());
  pages.drawStrip(mine, others, me.id ? how : "sign-in");
}

/* The page that the address names: #report, #visit/NUMBER, #photo/NUMBER, #again/KEY, #anew/KEY, #waiting. */
async function turn() {
  const [name, what] = location.hash.slice(1).split("/");
  pages.part("kept").hidden = !kept;
  kept = false;
  if (name === "waiting" || !name) return pages.turnTo(name || "today");
  const old = name === "again" || name === "anew" ? await one("records", what) : null;
  const me = await who();
  if (!me) return leave();
  const kind = old ? (name === "again" ? old.kind : "report") : name;
  if (!document.getElementById(`form-${kind}`)) return leave();
  const order = old ? old.into || old.fields.order : what;
  about = { kind, old, order: kind === "report" ? "" : order, title: await titleOf(order, old) };
  const made = forms.form(kind, kind === "report" ? "" : `${order} ${about.title}`, await places());
  if (old) fill(made, Object.assign({ text: old.fields.words }, old.fields));
  const where = location.hash;
  fill(made, await draft(where, me.id));
  made.addEventListener("input", () => sketch(where, me.id, fieldsOf(made)));
  if (old && made.elements.without) forms.oldPhotos(made, old.photos);
  return pages.turnTo("write");
}

function leave() {
  location.hash = "";
}

async function titleOf(number, old) {
  const list = await today(Date.now());
  const found = list && list.orders.find((each) => each.number === number);
  return found ? found.title : (old && old.title) || "";
}

/* Keep first, tell then, send last. If the device has no room, the form stays as it is. */
async function written(made) {
  const before = about.old && made.elements.photos && !made.elements.without.checked ? await photosOf(about.old) : [];
  const gap = lacking(made, before.length);
  if (gap) return forms.trouble(made, say(gap[1]), gap[0]);
  const [me, now] = [await who(), new Date()];
  const photos = made.elements.photos ? Array.from(made.elements.photos.files) : [];
  const fields = Object.assign(fieldsOf(made), about.order ? { order: about.order } : {});
  const facts = { kind: about.kind, by: me.id, name: me.name, made: now.getTime(), said_at: localTime(now), title: about.title, fields, device: await device() };
  if (navigator.storage && navigator.storage.persist) navigator.storage.persist();
  try {
    await add(facts, photos.length ? await Promise.all(photos.map(smaller)) : before, about.old);
  } catch (error) {
    return forms.trouble(made, say("no_room"));
  }
  await finish();
  made.remove();
  kept = true;
  location.hash = "waiting";
  return soon(0);
}

async function refreshed() {
  const list = await today(Date.now());
  if (list && Date.parse(list.fetched_at) > Date.now() - 6e5) return;
  const answer = await fetch(`${HOME}today.json`, { headers: { Accept: "application/json" }, cache: "no-store" });
  if (answer.ok) await keep(await answer.json());
}

async function boot() {
  await open();
  await device();
  document.documentElement.classList.add("live");
  const given = document.getElementById("field-today");
  if (given) await keep(JSON.parse(given.textContent), true);
  await tidy(Date.now());
  onChange(draw);
  addEventListener("hashchange", turn);
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-kind]")) return;
    event.preventDefault();
    written(event.target);
  });
  document.addEventListener("click", (event) => {
    const pressed = event.target.closest("[data-act]");
    if (pressed) act(pressed, pressed.closest("[data-key]").dataset.key);
  });
  await draw();
  await turn();
  begin(HOME, (told) => { how = told; (told === "sent" ? refreshed() : Promise.resolve()).then(draw, draw); });
  if (!("serviceWorker" in navigator)) return pages.part("plain").append(say("stay_open"));
  const found = await navigator.serviceWorker.register(`${HOME}worker.js`);
  return found.active && given && found.active.postMessage("shell");
}

boot().catch(() => { pages.part("plain").textContent = say("no_store"); });
