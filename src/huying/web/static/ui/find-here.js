/* "I am standing there": the device's place, asked for once and only on a press, chooses in a list. */

const BUTTON = "[data-find-here]";

function say(button, words) {
  button.parentElement.querySelector("[data-here-note]").textContent = words;
}

async function found(button, coords) {
  const point = `lng=${coords.longitude}&lat=${coords.latitude}`;
  const answer = await fetch(`${button.dataset.findHere}?${point}`, { credentials: "same-origin" });
  if (!answer.ok) throw new Error("no place");
  const place = await answer.json();
  const list = document.getElementById(button.dataset.fills);
  if (!place.code) throw new Error("outside");
  const known = Array.from(list.options).some((option) => option.value === place.code);
  document.getElementById(button.dataset.lng).value = coords.longitude.toFixed(6);
  document.getElementById(button.dataset.lat).value = coords.latitude.toFixed(6);
  if (known) list.value = place.code;
  say(button, place.name);
}

function look(button) {
  const lost = () => { button.disabled = false; say(button, button.dataset.nowhere); };
  button.disabled = true;
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => found(button, coords).then(() => { button.disabled = false; }, lost),
    lost,
    { enableHighAccuracy: true, timeout: 15000, maximumAge: 0 },
  );
}

document.querySelectorAll(BUTTON).forEach((button) => {
  // Browsers tell a place only to pages that came safely; elsewhere the button stays away.
  if (!window.isSecureContext || !("geolocation" in navigator)) return;
  button.hidden = false;
  button.addEventListener("click", () => look(button));
});
