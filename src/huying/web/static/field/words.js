/* The words of the page, in the reader's language; they come with the page. */

const WORDS = JSON.parse(document.getElementById("field-words").textContent);

export function say(name, facts) {
  return (WORDS[name] || name).replace(/%\((\w+)\)s/g, (_whole, key) => facts[key]);
}

/* A time as people say it: the hour alone on the same day. */
export function clock(time, now) {
  const at = new Date(time);
  const figures = { hour: "2-digit", minute: "2-digit", hour12: false };
  if (at.toDateString() !== now.toDateString()) Object.assign(figures, { month: "numeric", day: "numeric" });
  return at.toLocaleString(document.documentElement.lang, figures);
}
