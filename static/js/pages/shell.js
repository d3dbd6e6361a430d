/**
 * What every page needs: the menu in the header, log-out, password fields, passkey errors, printing,
 * pages that are loaded anew while something is under way.
 */
import { wipeWith } from "../phone/leaving.js";
import { clearDraftsWith } from "../ui/boundariesdrafts.js";
import { closeWhenLeft } from "../ui/menu.js";
import { showPasskeyErrors } from "../ui/passkey-errors.js";
import { reloadWhileSeen } from "../ui/reloading.js";
import { addReveal } from "../ui/secret.js";

for (const details of document.querySelectorAll("details[data-menu]")) {
    closeWhenLeft(details);
}
for (const wrapper of document.querySelectorAll("[data-secret]")) {
    addReveal(wrapper);
}
for (const notice of document.querySelectorAll("[data-passkey-error]")) {
    showPasskeyErrors(notice);
}
for (const form of document.querySelectorAll("form[data-log-out]")) {
    clearDraftsWith(form);
    wipeWith(form, document.querySelector("dialog[data-phone-leaving]"));
}
for (const waiting of document.querySelectorAll("[data-reload-seconds]")) {
    reloadWhileSeen(waiting);
}
for (const button of document.querySelectorAll("button[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
}
