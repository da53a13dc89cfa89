/* The forms of the three records: copied fresh each time, so that nothing of the last one is left in them. */

import { copied, part, put, refill } from "./pages.js";
import { say } from "./words.js";

const CONTACT = /^(contact_|consent$)/;

/* A fresh form for a record; `about` is the order it belongs to, `places` where one may choose. */
export function form(kind, about, places) {
  const made = copied(`form-${kind}`);
  const choice = made.querySelector("select[name=place]");
  if (choice) {
    choice.required = true;
    const first = places.length > 1 ? [["", say("choose")]] : [];
    first.concat(places).forEach(([code, name]) => choice.append(new Option(name, code)));
  }
  put(made, "about", about);
  refill(part("form"), [made]);
  made.dispatchEvent(new CustomEvent("pane:opened", { bubbles: true, detail: { pane: made } }));
  return made;
}

/* Photos a refused record has already: they stay unless others are chosen or they are left out. */
export function oldPhotos(made, count) {
  part("old", made).hidden = !count;
  put(made, "old-photos", say("photos_kept", { n: count }));
}

export function trouble(made, word, field) {
  put(made, "trouble", word);
  if (!field) return;
  const hidden = CONTACT.test(field.name) && field.closest("details");
  if (hidden) hidden.open = true;
  field.focus();
}
