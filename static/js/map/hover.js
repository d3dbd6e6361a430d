import { tooltip } from "leaflet";

/** What the coloured area under the pointer is called, and a press that leads into it. */
export class AreaHover {
    /**
     * @param {import("leaflet").Map} map
     * @param {{idAt: (latlng: object) => number | null, textOf: (id: number) => string,
     *     onPick: (id: number) => void, onPoint: (id: number | null) => void}} hooks
     */
    constructor(map, hooks) {
        this.map = map;
        this.hooks = hooks;
        this.id = null;
        this.tip = tooltip({ direction: "top", offset: [0, -8], className: "area-tip" });
        map.on("mousemove", ({ latlng }) => this.point(latlng));
        map.on("mouseout movestart zoomstart", () => this.stop());
        map.on("click", ({ latlng }) => {
            const id = hooks.idAt(latlng);
            if (id !== null) {
                this.stop();
                hooks.onPick(id);
            }
        });
    }

    point(latlng) {
        const id = this.hooks.idAt(latlng);
        this.map.getContainer().classList.toggle("is-on-area", id !== null);
        if (id === null) {
            this.stop();
            return;
        }
        if (id !== this.id) {
            this.id = id;
            // Leaflet takes a string for HTML; an element keeps a name a name.
            const text = document.createElement("span");
            text.textContent = this.hooks.textOf(id);
            this.tip.setContent(text);
            this.hooks.onPoint(id);
        }
        this.tip.setLatLng(latlng).addTo(this.map);
    }

    stop() {
        if (this.id !== null) {
            this.id = null;
            this.hooks.onPoint(null);
        }
        this.tip.remove();
        this.map.getContainer().classList.remove("is-on-area");
    }
}
