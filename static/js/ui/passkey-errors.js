/**
 * Say on the page that a passkey did not work. allauth's script only reports it to the console.
 *
 * @param {HTMLElement} notice hidden text to show, written by the server
 */
export function showPasskeyErrors(notice) {
    document.addEventListener("allauth.error", (event) => {
        event.preventDefault();
        notice.hidden = false;
    });
}
