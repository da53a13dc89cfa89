/* Signing out, on whichever page: today's list leaves the device with the person; what waits to be sent stays. */

const GOES = ["who", "today", "places"];

function forget(after) {
  const asked = indexedDB.open("huying-field");
  asked.onupgradeneeded = () => asked.transaction.abort(); // nothing was ever kept here
  asked.onerror = asked.onblocked = after;
  asked.onsuccess = () => {
    const turn = asked.result.transaction("shelf", "readwrite");
    GOES.forEach((key) => turn.objectStore("shelf").delete(key));
    turn.oncomplete = turn.onabort = after;
  };
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-leave]") || !("indexedDB" in self)) return;
  event.preventDefault();
  try {
    forget(() => form.submit());
  } catch (error) {
    form.submit();
  }
});
