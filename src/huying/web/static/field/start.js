/* Puts the field's page together: what is kept here, what is written, what goes out. */

import { fieldsOf, fill, form, oldPhotos, whole } from "./forms.js";
import * as pages from "./pages.js";
import { smaller } from "./photos.js";
import { add, discard, onChange, records, tidy } from "./queue.js";
import { begin, soon } from "./sending.js";
import { device, draft, finish, keep, kept, sketch } from "./shelf.js";
import { one } from "./store.js";
import { say } from "./words.js";
import "./leaving.js";

const HOME = pages.part("home").dataset.home;
let how = "sent";
let going;

async function draw() {
  const [today, found, now] = [await kept(), await records(), new Date()];
  const mine = found.filter((each) => each.by === today.who?.id);
  const others = found.filter((each) => !mine.includes(each) && each.state !== "sent");
  pages.drawToday(today, now);
  pages.drawRecords(mine, going, now);
  pages.drawStrip(mine, others, today.who ? how : "sign-in");
}

/* The page that the address names: #report, #visit/NUMBER, #photo/NUMBER, #again/KEY, #report/KEY, #waiting. */
async function turn() {
  const [name, what = ""] = location.hash.slice(1).split("/");
  pages.part("kept").hidden = what !== "kept";
  if (!name || name === "waiting") return pages.turnTo(name || "today");
  const [{ who, places }, old] = [await kept(), await one("records", what)];
  const kind = name === "again" ? old?.kind : name;
  if (!who || !document.getElementById(`form-${kind}`)) return location.replace("#");
  const order = old ? old.into || old.fields.order : what;
  const title = pages.titleOf(order) || old?.title;
  const made = form(kind, kind === "report" ? "" : `${order} ${title}`, places);
  const where = location.hash;
  const said = await draft(where, who.id) || (old && { text: old.fields.words || "", ...old.fields });
  fill(made, { ...said, order });
  if (old && made.elements.without) oldPhotos(made, old.photos.length);
  made.addEventListener("input", () => sketch(where, who.id, fieldsOf(made)));
  made.addEventListener("submit", (event) => {
    event.preventDefault();
    written(made, { kind, by: who.id, name: who.name, title }, old);
  });
  return pages.turnTo("write");
}

/* Keep first, tell then, send last. If the device has no room, the form stays as it is. */
async function written(made, facts, old) {
  const { photos, without } = made.elements;
  const before = old && photos && !without.checked ? old.photos : [];
  if (!whole(made, before)) return;
  const button = made.querySelector(".field-bar button");
  button.disabled = true;
  navigator.storage?.persist();
  const chosen = await Promise.all(Array.from(photos?.files || [], smaller));
  const record = { ...facts, made: Date.now(), device: await device(), fields: fieldsOf(made), photos: chosen.length ? chosen : before };
  try {
    await add(record, old?.key);
  } catch {
    button.disabled = false;
    pages.put(made, "trouble", say("no_room"));
    return;
  }
  await finish();
  made.remove();
  location.hash = "waiting/kept";
  soon(0);
}

/* A button beside a record: throw it away, copy its words, or send it another way, which has a page of its own. */
function act({ target }) {
  const name = target.dataset.act;
  if (!name) return;
  const item = target.closest("[data-key]");
  if (name === "discard") {
    if (confirm(say("sure"))) discard(item.dataset.key);
  } else if (name === "copy") {
    getSelection().selectAllChildren(item.querySelector("[data-slot=words]"));
    document.execCommand("copy"); // the newer way is not there in every WebView
    target.textContent = say("copied");
  } else location.hash = `${name}/${item.dataset.key}`;
}

async function heard(told, key) {
  [how, going] = [told, key];
  if (told === "sent") await refreshed().catch(() => {});
  draw();
}

/* The list as the page has it now, when the one here is older than ten minutes. */
async function refreshed() {
  const { fetched_at: at } = await kept();
  if (Date.parse(at) > Date.now() - 6e5) return;
  const answer = await fetch(HOME, { cache: "no-store" });
  await keep(new DOMParser().parseFromString(await answer.text(), "text/html"));
}

async function boot() {
  await device();
  document.documentElement.classList.add("live");
  await keep(document, true);
  await tidy(Date.now());
  onChange(draw);
  addEventListener("hashchange", turn);
  pages.part("records").addEventListener("click", act);
  await draw();
  await turn();
  begin(HOME, heard);
  if (navigator.serviceWorker) await navigator.serviceWorker.register(`${HOME}worker.js`);
  else pages.part("plain").append(say("stay_open"));
}

boot().catch(() => { pages.part("plain").textContent = say("no_store"); });
