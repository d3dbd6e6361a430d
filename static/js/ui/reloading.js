/**
 * Load the page anew after the seconds that the element names; not while nobody looks at it.
 * The server leaves the element out once there is nothing to wait for.
 * @param {HTMLElement} element
 */
export function reloadWhileSeen(element) {
    const again = () => {
        if (document.hidden) {
            document.addEventListener("visibilitychange", again, { once: true });
        } else {
            window.location.reload();
        }
    };
    setTimeout(again, Number(element.dataset.reloadSeconds) * 1000);
}
