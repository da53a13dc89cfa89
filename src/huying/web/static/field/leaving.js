/* Signing out, on whichever page: today's list leaves the device with the person; what waits to be sent stays. */

document.addEventListener("submit", ({ target }) => {
  if (target.matches("[data-leave]")) localStorage.removeItem("huying-field-today");
});
