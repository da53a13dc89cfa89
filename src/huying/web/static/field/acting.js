/* What can be done with a record on the device: send it another way, copy its words, throw it away. */

import { remove } from "./queue.js";
import { one } from "./store.js";
import { say } from "./words.js";

function copy(words) {
  if (navigator.clipboard) return navigator.clipboard.writeText(words);
  const box = document.createElement("textarea");
  box.value = words;
  document.body.append(box);
  box.select();
  document.execCommand("copy");
  return box.remove();
}

export async function act(pressed, key) {
  const name = pressed.dataset.act;
  const record = await one("records", key);
  if (name === "again") location.hash = `again/${key}`;
  if (name === "report") location.hash = `anew/${key}`;
  if (name === "copy") {
    await copy(record.fields.text || record.fields.words || "");
    pressed.textContent = say("copied");
  }
  if (name === "discard" && confirm(say("sure"))) await remove(record);
}
