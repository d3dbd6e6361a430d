import { byId } from "../ui/dom.js";

const NARROW = "(max-width: 859px)";

/**
 * On a phone, theme, legend and filters live in the sheet, where the thumb reaches; two buttons
 * switch between them and the lists. On a wide screen the legend floats over the map.
 *
 * @param {import("../ui/sheet.js").Sheet} sheet
 * @param {"list" | "look"} first what the sheet shows until the reader chooses
 */
export function placeControls(sheet, first) {
    const legend = byId("map-legend");
    const wide = legend.parentElement;
    const narrow = window.matchMedia(NARROW);
    const place = () => (narrow.matches ? byId("sheet-look") : wide).append(legend);
    place();
    narrow.addEventListener("change", place);
    const buttons = [...byId("sheet-switch").querySelectorAll("button")];
    const show = (view) => {
        byId("panel").dataset.view = view;
        for (const button of buttons) {
            button.setAttribute("aria-pressed", String(button.dataset.view === view));
        }
    };
    for (const button of buttons) {
        button.addEventListener("click", () => {
            show(button.dataset.view);
            if (sheet.state === "peek") {
                sheet.go("half");
            }
        });
    }
    show(first);
}
