/* Passkeys: a form with data-passkey="get" or "create" sends what the browser answers; the sign-in library translates. */

async function optionsOf(form) {
  const written = document.getElementById("passkey-options");
  if (written) return JSON.parse(written.textContent);
  const answer = await fetch(form.action, { headers: { "X-Requested-With": "XMLHttpRequest" } });
  return (await answer.json()).request_options;
}

async function ask(form) {
  const { publicKey } = await optionsOf(form);
  // A passkey that signs in alone must be found without a name, and must know its person.
  const alone = { residentKey: "required", requireResidentKey: true, userVerification: "required" };
  if (form.elements.passwordless?.checked) publicKey.authenticatorSelection = { ...publicKey.authenticatorSelection, ...alone };
  const credential = await webauthnJSON[form.dataset.passkey]({ publicKey });
  form.elements.credential.value = JSON.stringify(credential);
  form.submit();
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-passkey]") || event.defaultPrevented) return;
  event.preventDefault();
  const failed = form.querySelector("[data-passkey-failed]");
  failed.hidden = true;
  ask(form).catch(() => {
    failed.hidden = false;
    form.dispatchEvent(new Event("form:failed", { bubbles: true }));
  });
});

if (window.PublicKeyCredential) {
  document.querySelectorAll("[data-passkey-shown]").forEach((one) => { one.hidden = false; });
  document.querySelectorAll("[data-passkey-missing]").forEach((one) => { one.hidden = true; });
}
