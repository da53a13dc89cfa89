/* The forms of the three records: made afresh each time, filled, and read again. */

import { copied, part, put, refill } from "./pages.js";
import { say } from "./words.js";

const LACKS = { photos: "a_photo", consent: "consent" };

/* A fresh form; `about` is the order it belongs to, `places` where one may choose. */
export function form(kind, about, places) {
  const made = copied(`form-${kind}`);
  const choice = made.elements.place;
  if (choice) {
    choice.required = true;
    const first = places.length > 1 ? [["", say("choose")]] : [];
    first.concat(places).forEach(([code, name]) => choice.append(new Option(name, code)));
  }
  put(made, "about", about);
  refill(part("form"), [made]);
  document.dispatchEvent(new CustomEvent("pane:opened", { detail: { pane: made } }));
  return made;
}

/* Photos a refused record has already: they stay unless others are chosen or they are left out. */
export function oldPhotos(made, count) {
  part("old", made).hidden = !count;
  put(made, "old-photos", say("photos_kept", { n: count }));
}

/* What was filled in, by name; photos apart. */
export const fieldsOf = (made) => Object.fromEntries(Array.from(new FormData(made)).filter(([, value]) => typeof value === "string"));

export function fill(made, said) {
  Object.entries(said).forEach(([name, value]) => {
    const field = made.elements[name];
    if (field?.type === "checkbox") field.checked = true;
    else if (field) field.value = value;
  });
}

/* Whether the form is whole; if not, it says what is missing and leads there. */
export function whole(made, photosBefore) {
  const { photos, consent, contact_name: name, contact_phone: phone } = made.elements;
  if (photos) photos.required = made.dataset.kind === "photo" && !photosBefore.length;
  if (consent) consent.required = Boolean(name.value.trim() || phone.value.trim());
  const lacking = Array.from(made.elements).find((field) => field.validity.valueMissing || (field.required && !field.value.trim()));
  if (!lacking) return true;
  put(made, "trouble", say(LACKS[lacking.name] || "needed"));
  const folded = lacking.closest("details");
  if (folded) folded.open = true;
  lacking.focus();
  return false;
}
