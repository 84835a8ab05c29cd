/* Says on the page that a passkey did not work; without this only the browser's console would know. */

const notice = document.getElementById("passkey-error");
const anchor = document.querySelector("#passkey_login, #mfa_webauthn_add, #mfa_webauthn_authenticate, #mfa_webauthn_reauthenticate");

if (notice && anchor) {
  anchor.before(notice);
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    notice.hidden = false;
  });
  anchor.addEventListener("click", () => {
    notice.hidden = true;
  });
}
