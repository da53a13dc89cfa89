/* "I am standing there": the device's place, asked for once and only on a press, chooses in a list. */

const button = document.querySelector("[data-find-here]");

function say(words) {
  document.querySelector("[data-here-note]").textContent = words;
}

async function found({ longitude, latitude }) {
  const answer = await fetch(`${button.dataset.findHere}?lng=${longitude}&lat=${latitude}`);
  const here = answer.ok ? await answer.json() : {};
  if (!here.code) throw new Error("outside");
  const { place, lng, lat } = button.form.elements;
  if (place.querySelector(`[value="${here.code}"]`)) place.value = here.code;
  lng.value = longitude.toFixed(6);
  lat.value = latitude.toFixed(6);
  say(here.name);
}

function look() {
  button.disabled = true;
  const asked = new Promise((done, failed) => {
    navigator.geolocation.getCurrentPosition(done, failed, { enableHighAccuracy: true, timeout: 15000 });
  });
  asked.then(({ coords }) => found(coords)).catch(() => say(button.dataset.nowhere)).then(() => { button.disabled = false; });
}

// Browsers tell a place only to pages that came safely; elsewhere the button stays away.
if (isSecureContext && navigator.geolocation) {
  button.hidden = false;
  button.addEventListener("click", look);
}
