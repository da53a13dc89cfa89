/* Reads the page's content aloud with the device's own voice; where there is none, no button appears. */

const SAID = "h1, h2, h3, p, li, dt, dd, legend, label, figcaption, summary, th, td";
const voice = window.speechSynthesis;
const button = document.querySelector("[data-read-aloud]");
const start = button?.textContent;

function words() {
  const parts = Array.from(document.querySelectorAll(`main :is(${SAID})`));
  const seen = parts.filter((part) => part.getClientRects().length && !part.querySelector(SAID));
  return seen.map((part) => part.textContent.trim().replace(/\s+/g, " ")).filter(Boolean);
}

function show(speaking) {
  button.textContent = speaking ? button.dataset.stop : start;
  button.setAttribute("aria-pressed", speaking);
}

function speak() {
  let said;
  words().forEach((text) => {
    said = new SpeechSynthesisUtterance(text);
    said.lang = document.documentElement.lang;
    said.rate = 0.9;
    voice.speak(said);
  });
  said.addEventListener("end", () => show(false));
}

if (button && voice) {
  show(false);
  button.hidden = false;
  button.addEventListener("click", () => {
    const speaking = button.getAttribute("aria-pressed") === "false";
    voice.cancel();
    show(speaking);
    if (speaking) speak();
  });
  addEventListener("pagehide", () => voice.cancel());
}
