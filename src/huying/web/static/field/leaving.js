/* Signing out, on whichever page: today's list leaves the device with the person; what waits to be sent stays. */

import { remove } from "./store.js";

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-leave]")) return;
  event.preventDefault();
  const leave = () => form.submit();
  remove("shelf", "today").then(leave, leave);
});
