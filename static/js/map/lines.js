import { toWorld } from "../core/pointgrid.js";
import { CanvasLayer } from "./canvaslayer.js";

const HALO = "#ffffff";
/** More than these are one blot, and slow. */
export const MOST_LINES = 500;

/** From a chosen household to the home of the person in charge of it. */
export class LinesLayer extends CanvasLayer {
    constructor() {
        super("points", "lines-canvas");
        this.lines = [];
    }

    /**
     * @param {Array<{from: {lon: number, lat: number}, to: {lon: number, lat: number},
     *     colour: string}>} lines
     */
    show(lines) {
        this.lines = lines.slice(0, MOST_LINES).map(({ from, to, colour }) => ({
            from: toWorld(from.lon, from.lat),
            to: toWorld(to.lon, to.lat),
            colour,
        }));
        this.drawSoon();
    }

    isEmpty() {
        return this.lines.length === 0;
    }

    paint(context, view) {
        context.lineCap = "round";
        for (const { from, to, colour } of this.lines) {
            const [[x1, y1], [x2, y2]] = [from, to].map(([x, y]) => [view.x(x), view.y(y)]);
            context.beginPath();
            context.moveTo(x1, y1);
            context.lineTo(x2, y2);
            context.strokeStyle = HALO;
            context.lineWidth = 5;
            context.stroke();
            context.strokeStyle = colour;
            context.lineWidth = 2.5;
            context.stroke();
            this.home(context, x2, y2, colour);
        }
        this.canvas.dataset.count = String(this.lines.length);
    }

    /** A square is where the person lives; round ones are households. */
    home(context, x, y, colour) {
        context.fillStyle = HALO;
        context.fillRect(x - 7, y - 7, 14, 14);
        context.fillStyle = colour;
        context.fillRect(x - 5, y - 5, 10, 10);
    }
}
