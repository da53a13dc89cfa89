/* The words of the page, in the reader's language; they come with the page. */

const WORDS = JSON.parse(document.getElementById("field-words").textContent);

export const say = (name, facts) => WORDS[name].replace(/%\((\w+)\)s/g, (_whole, key) => facts[key]);

export const isToday = (time) => new Date(time).toDateString() === new Date().toDateString();

/* A time as people say it: the hour alone on the same day. */
export function clock(time) {
  const day = isToday(time) ? {} : { month: "numeric", day: "numeric" };
  return new Date(time).toLocaleString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hour12: false, ...day });
}
