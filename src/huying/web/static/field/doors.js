/* Draws the sheets to choose from, and the doors of one with what waits and what went. */

import { copied, part, put } from "./pages.js";
import { HOME } from "./sending.js";
import { say } from "./words.js";

const PAGE = `${HOME}check-in/`;
const FEW = 12;

/* How many came, as far as is known here, and of how many. */
function counted({ id, came, of }, later) {
  const more = later.filter(({ title, state }) => title === id && state !== "refused").length;
  return [came + more, of === null ? "" : `/ ${of}`];
}

export function drawSheets(all, later) {
  part("sheets").replaceChildren(...all.map((sheet) => {
    const item = copied("sheet");
    item.querySelector("a").href = `${PAGE}?of=${encodeURIComponent(sheet.id)}`;
    put(item, "name", sheet.name);
    put(item, "title", sheet.title);
    put(item, "came", counted(sheet, later).join(" "));
    return item;
  }));
}

export function drawSheet(sheet, later) {
  const { id, name, title, doors } = sheet;
  const here = part("page=sheet");
  const [came, of] = counted(sheet, later);
  Object.entries({ name, title, came: String(came), of }).forEach(([slot, text]) => put(here, slot, text));
  part("head").hidden = sheet.of !== null;
  part("search").hidden = !(doors?.length > FEW);
  const box = part("doors");
  if (box.dataset.of !== id || box.children.length !== doors?.length) box.replaceChildren(...(doors || []).map(() => copied("door")));
  box.dataset.of = id;
  const local = new Map(later.map((each) => [each.number || each.fields.target, each]));
  doors?.forEach((door, place) => drawDoor(box.children[place], door, local.get(door[0]), sheet));
  look();
}

function drawDoor(item, [id, label, name, reached, key], record, sheet) {
  const state = reached || record?.state === "sent" ? "done" : record?.state || "";
  Object.assign(item.dataset, { door: id, state, key: record?.key || "" });
  Object.entries({ label, name }).forEach(([slot, text]) => put(item, slot, text));
  put(item, "state", reached || { waiting: say("tap_waiting"), done: say("tap_sent"), refused: record?.reason }[state] || "");
  const button = item.querySelector("button");
  button.value = id;
  button.disabled = state === "done";
  button.setAttribute("aria-pressed", String(["done", "waiting"].includes(state)));
  const back = item.querySelector("[data-back]");
  back.hidden = state !== "done";
  back.href = `${PAGE}back/${sheet.campaign}/${encodeURIComponent(reached ? key : record?.key)}/?of=${encodeURIComponent(sheet.id)}`;
}

/* Doors whose words hold what is looked for; the rest step aside. */
export function look() {
  const wanted = part("search").querySelector("input").value.trim().toLowerCase();
  const items = Array.from(part("doors").children);
  items.forEach((item) => { item.hidden = !item.querySelector(".door-label").textContent.toLowerCase().includes(wanted); });
  part("none").hidden = !wanted || items.some((item) => !item.hidden);
}
