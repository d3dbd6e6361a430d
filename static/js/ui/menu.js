/**
 * A `<details>` that behaves like a menu: Escape, a click elsewhere or focus elsewhere closes it.
 * Without JavaScript it still opens and closes by its summary.
 *
 * @param {HTMLDetailsElement} details
 */
export function closeWhenLeft(details) {
    const closeIfOutside = (event) => {
        if (details.open && !details.contains(event.target)) {
            details.open = false;
        }
    };
    document.addEventListener("pointerdown", closeIfOutside);
    document.addEventListener("focusin", closeIfOutside);
    details.addEventListener("keydown", (event) => {
        if (event.key === "Escape" && details.open) {
            details.open = false;
            details.querySelector("summary")?.focus();
        }
    });
}
