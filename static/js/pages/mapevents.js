/** The list is sorted again once the map has been still for this long, milliseconds. */
const STILL = 180;

/**
 * Pointer and keys on the map, in terms of households.
 *
 * @param {import("leaflet").Map} map
 * @param {{pick: (latlng: object, reach: string) => object | null,
 *     press: (latlng: object) => boolean}} points press: on something that stands for households
 * @param {{onPoint: (household: object | null) => void,
 *     onPick: (household: object, byKey: boolean) => void,
 *     onMoved: () => void}} hooks onMoved: after the user moved the map, not the page
 */
export function listenToMap(map, points, hooks) {
    const container = map.getContainer();
    const coarse = window.matchMedia("(pointer: coarse)");
    const reach = () => (coarse.matches ? "coarse" : "fine");

    map.on("click", (event) => {
        const household = points.pick(event.latlng, reach());
        if (household !== null) {
            hooks.onPick(household, false);
        } else {
            points.press(event.latlng);
        }
    });
    container.addEventListener("keydown", (event) => {
        if (event.key === "Enter" && event.target === container) {
            const household = points.pick(map.getCenter(), "view");
            if (household !== null) {
                hooks.onPick(household, true);
            }
        }
    });
    listenToHover(map, points, hooks);
    listenToMoves(map, hooks);
}

function listenToHover(map, points, { onPoint }) {
    let pointed = null;
    const point = (household) => {
        if (household !== pointed) {
            pointed = household;
            map.getContainer().classList.toggle("is-on-point", household !== null);
            onPoint(household);
        }
    };
    if (window.matchMedia("(hover: hover)").matches) {
        map.on("mousemove", (event) => point(points.pick(event.latlng, "fine")));
        map.on("mouseout movestart", () => point(null));
    }
}

/**
 * Only moves that begin under the user's hand count: were the list sorted again because a row of
 * it was chosen, the row would jump away.
 */
function listenToMoves(map, { onMoved }) {
    const container = map.getContainer();
    let byUser = false;
    let timer = 0;
    for (const name of ["pointerdown", "wheel", "keydown"]) {
        container.addEventListener(name, () => {
            byUser = true;
        });
    }
    map.on("moveend", () => {
        if (byUser) {
            byUser = false;
            window.clearTimeout(timer);
            timer = window.setTimeout(onMoved, STILL);
        }
    });
}
