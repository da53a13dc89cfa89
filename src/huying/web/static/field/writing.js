/* From a filled form to a record: what is needed, who wrote it when, and photos no larger than useful. */

const LONGEST_SIDE = 1600;
const SMALL_ENOUGH = 400e3;

/* The first thing that is missing: [field, the word for it]; nothing when the form is whole. */
export function lacking(form, photosBefore) {
  const blank = Array.from(form.querySelectorAll("[required]:not([type=file])")).find((field) => !filled(form, field));
  if (blank) return [blank, "needed"];
  const photos = form.elements.photos;
  if (form.dataset.kind === "photo" && !photos.files.length && !photosBefore) return [photos, "a_photo"];
  const { contact_name, contact_phone, consent } = form.elements;
  if (consent && (contact_name.value || contact_phone.value).trim() && !consent.value.trim()) return [consent, "consent"];
  return null;
}

const filled = (form, field) => (field.type === "radio" ? form.querySelector(`[name=${field.name}]:checked`) : field.value.trim());

/* What was filled in, by name; photos apart. */
export function fieldsOf(form) {
  const said = {};
  Array.from(form.elements).forEach((field) => {
    if (!field.name || field.name === "without" || field.type === "file" || (field.type === "radio" && !field.checked)) return;
    said[field.name] = field.type === "checkbox" ? field.checked : field.value;
  });
  return said;
}

export function fill(form, said) {
  Array.from(form.elements).forEach((field) => {
    const value = said[field.name];
    if (value === undefined || field.type === "file") return;
    if (field.type === "radio") field.checked = field.value === value;
    else if (field.type === "checkbox") field.checked = value;
    else field.value = value;
  });
}

/* This moment by the device's own clock, with its distance from Greenwich: 2026-11-25T14:05:00.000+08:00 */
export function localTime(now) {
  const ahead = -now.getTimezoneOffset();
  const two = (value) => String(100 + Math.floor(Math.abs(value))).slice(1);
  const shifted = new Date(now.getTime() + ahead * 6e4).toISOString().slice(0, -1);
  return `${shifted}${ahead < 0 ? "-" : "+"}${two(ahead / 60)}:${two(ahead % 60)}`;
}

/* The photo, smaller where it is large; as it was where the browser cannot draw it. */
export async function smaller(file) {
  if (file.size <= SMALL_ENOUGH || !file.type.startsWith("image/")) return file;
  try {
    const picture = await loaded(file);
    const share = Math.min(1, LONGEST_SIDE / Math.max(picture.naturalWidth, picture.naturalHeight));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.naturalWidth * share);
    canvas.height = Math.round(picture.naturalHeight * share);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    URL.revokeObjectURL(picture.src);
    const drawn = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
    return drawn && drawn.size < file.size ? drawn : file;
  } catch (error) {
    return file;
  }
}

const loaded = (file) => new Promise((done, failed) => {
  const picture = new Image();
  picture.onload = () => done(picture);
  picture.onerror = () => failed(new Error("cannot be drawn"));
  picture.src = URL.createObjectURL(file);
});
