/* Signing out, on whichever page: today's lists leave the device with the person; what waits to be sent stays. */

import { forget } from "./shelf.js";

document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-leave]")) return;
  event.preventDefault();
  const leave = () => event.target.submit();
  Promise.all(["today", "check-in"].map(forget)).then(leave, leave);
});
