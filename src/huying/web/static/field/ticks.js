/* Check-ins on their way: many at once, each answered for itself. */

import { change, sent } from "./queue.js";

const AT_ONCE = 200;
const SIGN_IN = 401;

/* What goes by the hundred, in packs, and what goes alone. */
export function apart(mine) {
  const ticks = mine.filter((each) => each.kind === "tick");
  const packs = [];
  while (ticks.length) packs.push(ticks.splice(0, AT_ONCE));
  return { ticks: packs, rest: mine.filter((each) => each.kind !== "tick") };
}

/* The device's own time with its offset. */
export function local(time) {
  const ahead = -new Date(time).getTimezoneOffset();
  const two = (count) => String(Math.abs(count)).padStart(2, "0");
  const zone = `${ahead < 0 ? "-" : "+"}${two(Math.trunc(ahead / 60))}:${two(ahead % 60)}`;
  return new Date(time + ahead * 6e4).toISOString().replace("Z", zone);
}

/* How it went; what came too early stays and waits, whatever else was refused says why. */
export async function deliver(pack, csrf, heard) {
  await change(pack.filter((each) => !each.went).map((each) => each.key), { went: true });
  const { by, device } = pack[0];
  const body = JSON.stringify({ by, device, sent_at: local(Date.now()), check_ins: pack.map(({ key, made, fields }) => ({ key, noted_at: local(made), ...fields })) });
  const headers = { "X-CSRFToken": csrf, "Content-Type": "application/json" };
  const { status, said } = await heard("check-in/send", { method: "POST", body, headers });
  if (status === SIGN_IN) return "sign_in";
  if (!said.answers) return "not_heard";
  const answers = new Map(said.answers.map((each) => [each.key, each]));
  const with_ = (fits) => pack.filter(({ key }) => answers.has(key) && fits(answers.get(key)));
  await sent(with_(({ outcome }) => outcome !== "refused"), (record) => record.fields.target);
  const refused = with_(({ outcome, code }) => outcome === "refused" && code !== "not-yet");
  for (const { key } of refused) await change(key, { state: "refused", reason: answers.get(key).reason });
  return with_(({ code }) => code === "not-yet").length ? "early" : "sent";
}
