/* The forms of the three records: made afresh each time, filled, and read again. */

import { copied, part, put } from "./pages.js";
import { say } from "./words.js";

const LACKS = { photos: "a_photo", consent: "consent" };

/* A fresh form in its place on the page, with the places one may choose from and the photos there are already. */
export function form(kind, places, photos) {
  const made = copied(`form-${kind}`);
  const only = places.length === 1;
  places.forEach(([code, name]) => made.elements.place?.append(new Option(name, code, only, only)));
  if (made.elements.photos) made.elements.photos.files = photos;
  part("form").replaceChildren(made);
  document.dispatchEvent(new CustomEvent("pane:opened", { detail: { pane: made } }));
  return made;
}

/* What was filled in, by name; photos apart. */
export const fieldsOf = (made) => Object.fromEntries(Array.from(new FormData(made)).filter(([, value]) => typeof value === "string"));

export function fill(made, said) {
  Object.entries(said).forEach(([name, value]) => {
    const field = made.elements[name];
    if (field?.type === "checkbox") field.checked = true;
    else if (field && value) field.value = value;
  });
}

/* Whether nothing is missing; else the form says what, and leads there. */
export function whole(made) {
  const { consent, contact_name: name, contact_phone: phone } = made.elements;
  if (consent) consent.required = Boolean(name.value.trim() || phone.value.trim());
  const lacking = Array.from(made.elements).find((field) => field.validity.valueMissing || (field.required && !field.value.trim()));
  if (!lacking) return true;
  put(made, "trouble", say(LACKS[lacking.name] || "needed"));
  lacking.closest("details")?.setAttribute("open", "");
  lacking.focus();
  return false;
}
