/* Puts the field's page together: what is kept here, what is written, what goes out. */

import { fieldsOf, fill, form, whole } from "./forms.js";
import * as pages from "./pages.js";
import { smaller } from "./photos.js";
import { add, discard, records, tidy } from "./queue.js";
import { HOME, begin, soon } from "./sending.js";
import { device, draft, forget, keep, kept, sketch } from "./shelf.js";
import { say } from "./words.js";
import "./leaving.js";

let how = "sent";
let going;

async function draw() {
  const [today, all] = [await kept(), await records()];
  const found = all.filter((each) => each.kind !== "tick");
  const mine = found.filter((each) => each.by === today.who?.id);
  const others = found.filter((each) => !mine.includes(each) && each.state !== "sent");
  pages.drawToday(today);
  pages.drawRecords(mine, going);
  pages.drawStrip(mine, others, today.who ? how : "sign_in");
}

/* #report, #visit/NUMBER, #photo/NUMBER, #again/KEY, #report/KEY, #waiting. */
async function turn() {
  const [name, what = ""] = location.hash.slice(1).split("/");
  pages.part("kept").hidden = what !== "kept";
  if (!name || name === "waiting") return pages.turnTo(name || "today");
  const { who, places } = await kept();
  const old = (await records()).find((each) => each.key === what);
  const kind = name === "again" ? old?.kind : name;
  if (!who || !document.getElementById(`form-${kind}`)) return location.replace("#");
  const order = old ? old.into || old.fields.order : what;
  const title = pages.titleOf(order) || old?.title || "";
  const photos = new DataTransfer();
  old?.photos.forEach((photo) => photos.items.add(photo));
  const made = form(kind, places, photos.files);
  if (kind !== "report") pages.put(made, "about", `${order} ${title}`);
  const of = `${who.id} ${location.hash}`;
  const before = old && { text: old.fields.words, ...old.fields };
  fill(made, { ...(await draft(of) || before), order });
  made.addEventListener("input", () => sketch(of, fieldsOf(made)));
  made.addEventListener("submit", (event) => {
    event.preventDefault();
    written(made, { kind, by: who.id, name: who.name, title }, old?.key);
  });
  return pages.turnTo("write");
}

/* Keep first, tell then, send last; without room on the device the form stays as it is. */
async function written(made, facts, instead) {
  if (!whole(made)) return;
  const button = made.querySelector(".field-bar button");
  button.disabled = true;
  navigator.storage?.persist();
  const photos = await Promise.all(Array.from(made.elements.photos?.files || [], smaller));
  try {
    await add({ ...facts, photos, made: Date.now(), device: await device(), fields: fieldsOf(made) }, instead);
    await forget("draft");
    made.remove();
    location.hash = "waiting/kept";
    soon(0);
  } catch {
    button.disabled = false;
    pages.put(made, "trouble", say("no_room"));
  }
}

/* The buttons beside a record; sending it another way has a page of its own. */
function act({ target }) {
  const name = target.dataset.act;
  const item = target.closest("[data-key]");
  if (name === "copy") {
    getSelection().selectAllChildren(item.querySelector("[data-slot=words]"));
    document.execCommand("copy"); // the newer way is not there in every WebView
    target.textContent = say("copied");
  } else if (name === "discard") {
    if (confirm(say("sure"))) discard(item.dataset.key);
  } else if (name) location.hash = `${name}/${item.dataset.key}`;
}

/* Shows how the sending goes; with signal, a list older than ten minutes is taken from the page anew. */
async function heard(told, key) {
  [how, going] = [told, key];
  await draw();
  const { fetched_at: at } = await kept();
  if (told !== "sent" || Date.parse(at) > Date.now() - 6e5) return;
  const page = await fetch(HOME, { cache: "no-store" }).then((answer) => answer.text()).catch(() => "");
  await keep(new DOMParser().parseFromString(page, "text/html"));
  draw();
}

async function boot() {
  await keep(document, true);
  await tidy();
  document.documentElement.classList.add("live");
  addEventListener("storage", draw);
  addEventListener("hashchange", turn);
  pages.part("records").addEventListener("click", act);
  await draw();
  await turn();
  begin(heard);
  if (navigator.serviceWorker) await navigator.serviceWorker.register(`${HOME}worker.js`);
  else pages.part("plain").append(say("stay_open"));
}

boot().catch(() => { pages.part("plain").textContent = say("no_store"); });
