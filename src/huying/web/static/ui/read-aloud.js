/* Reads the page's content aloud with the device's own voice; where there is none, no button appears. */

const BUTTON = "[data-read-aloud]";
const SAID = "h1, h2, h3, p, li, dt, dd, legend, label, figcaption, summary, th, td";

function words() {
  const parts = Array.from(document.querySelectorAll(`main :is(${SAID})`));
  const seen = parts.filter((part) => part.getClientRects().length && !part.querySelector(SAID));
  return seen.map((part) => part.textContent.trim().replace(/\s+/g, " ")).filter(Boolean);
}

function speak(button, start) {
  const voice = window.speechSynthesis;
  const texts = words();
  voice.cancel();
  texts.forEach((text, place) => {
    const said = new SpeechSynthesisUtterance(text);
    said.lang = document.documentElement.lang;
    said.rate = 0.9;
    if (place === texts.length - 1) said.addEventListener("end", () => rest(button, start));
    voice.speak(said);
  });
}

function rest(button, start) {
  window.speechSynthesis.cancel();
  button.textContent = start;
  button.setAttribute("aria-pressed", "false");
}

document.querySelectorAll(BUTTON).forEach((button) => {
  if (!("speechSynthesis" in window) || !("SpeechSynthesisUtterance" in window)) return;
  const start = button.textContent;
  button.hidden = false;
  button.setAttribute("aria-pressed", "false");
  button.addEventListener("click", () => {
    if (button.getAttribute("aria-pressed") === "true") { rest(button, start); return; }
    button.textContent = button.dataset.stop;
    button.setAttribute("aria-pressed", "true");
    speak(button, start);
  });
  window.addEventListener("pagehide", () => window.speechSynthesis.cancel());
});
