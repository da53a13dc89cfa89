/* Passkeys: a form with data-passkey="get" or "create" asks the browser before it is sent.

Its options are in a JSON script (data-options) or fetched just before (data-options-from). What the
browser answers goes, as JSON, into the hidden field `credential`. Without passkeys nothing shows. */

const able = Boolean(window.PublicKeyCredential && navigator.credentials);

function bytes(text) {
  const base64 = text.replace(/-/g, "+").replace(/_/g, "/");
  return Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
}

function text(buffer) {
  const binary = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(binary).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

function readable(options) {
  const key = { ...options.publicKey, challenge: bytes(options.publicKey.challenge) };
  if (key.user) key.user = { ...key.user, id: bytes(key.user.id) };
  for (const list of ["allowCredentials", "excludeCredentials"]) {
    if (key[list]) key[list] = key[list].map((one) => ({ ...one, id: bytes(one.id) }));
  }
  return { publicKey: key };
}

function passwordless(form, options) {
  // A passkey that signs in alone must be found without a name, and must know its person.
  if (!form.elements.passwordless?.checked) return options;
  const selection = {
    ...options.publicKey.authenticatorSelection,
    residentKey: "required", requireResidentKey: true, userVerification: "required",
  };
  return { publicKey: { ...options.publicKey, authenticatorSelection: selection } };
}

function writable(credential) {
  const { response } = credential;
  const told = { clientDataJSON: text(response.clientDataJSON) };
  for (const part of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[part]) told[part] = text(response[part]);
  }
  if (response.getTransports) told.transports = response.getTransports();
  return {
    id: credential.id, rawId: text(credential.rawId), type: credential.type, response: told,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
  };
}

async function optionsOf(form) {
  const { options, optionsFrom } = form.dataset;
  if (options) return JSON.parse(document.getElementById(options).textContent);
  const answer = await fetch(optionsFrom, { headers: { "X-Requested-With": "XMLHttpRequest" } });
  if (!answer.ok) throw new Error(answer.statusText);
  return (await answer.json()).request_options;
}

async function ask(form) {
  const options = readable(passwordless(form, await optionsOf(form)));
  const make = form.dataset.passkey === "create";
  const credential = await (make
    ? navigator.credentials.create(options)
    : navigator.credentials.get(options));
  form.elements.credential.value = JSON.stringify(writable(credential));
  HTMLFormElement.prototype.submit.call(form);
}

function busy(form, now) {
  form.toggleAttribute("aria-busy", now);
  form.querySelectorAll("button").forEach((button) => { button.disabled = now; });
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("form[data-passkey]")) return;
  event.preventDefault();
  const failed = form.querySelector("[data-passkey-failed]");
  failed.hidden = true;
  busy(form, true);
  ask(form).catch(() => { failed.hidden = false; busy(form, false); });
});

if (able) {
  document.querySelectorAll("[data-passkey-shown]").forEach((one) => { one.hidden = false; });
  document.querySelectorAll("[data-passkey-missing]").forEach((one) => { one.hidden = true; });
}
