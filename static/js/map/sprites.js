import { markInk } from "../core/palette.js";
import { paintMark } from "../core/peoplelooks.js";
import { DASHES } from "../core/provisional.js";

/** Between a dot and the dashes around it, and how thick they are, pixels. */
const GAP = 1.2;
const DASH = 1.5;
/** On smaller dots a mark would be a blot, pixels. */
const LEAST_MARKED = 3;

/**
 * Ready-made pictures of dots, one a class, at the resolution of the screen.
 */
export class Sprites {
    /**
     * @param {number} radius CSS pixels, of a class with scale 1
     * @param {number} ratio device pixels a CSS pixel
     */
    constructor(radius, ratio) {
        this.radius = radius;
        this.ratio = ratio;
    }

    /**
     * @param {import("../core/themes.js").ThemeClass} style
     * @param {boolean} [provisional] with dashes around
     * @returns {{picture: CanvasImageSource, extent: number}} extent: width and height, CSS pixels
     */
    of(style, provisional = false) {
        const radius = this.radius * style.scale;
        // On the smallest dots a full ring would leave no colour inside.
        const ring = Math.min(style.ringWidth, radius * (style.hollow ? 0.42 : 0.22));
        const around = provisional || style.late ? GAP + DASH : 0;
        const extent = Math.ceil(2 * (radius + around) + ring + 2);
        const picture = blank(Math.ceil(extent * this.ratio));
        const context = picture.getContext("2d");
        context.scale(picture.width / extent, picture.height / extent);
        if (provisional) {
            paintDashes(context, extent / 2, radius + GAP + DASH / 2);
        } else if (style.late) {
            paintRing(context, extent / 2, radius + GAP + DASH / 2);
        }
        context.beginPath();
        context.arc(extent / 2, extent / 2, radius - ring / 2, 0, 2 * Math.PI);
        context.fillStyle = style.fill;
        context.fill();
        context.lineWidth = ring;
        context.strokeStyle = style.ring;
        context.stroke();
        if (style.mark && radius >= LEAST_MARKED) {
            context.fillStyle = markInk(style.fill);
            paintMark(context, style.mark, extent / 2, radius);
        }
        // A picture that cannot change is copied faster than a canvas that could.
        return { picture: picture.transferToImageBitmap?.() ?? picture, extent };
    }
}

/** @param {number} width device pixels */
function blank(width) {
    if (window.OffscreenCanvas !== undefined) {
        return new window.OffscreenCanvas(width, width);
    }
    const canvas = document.createElement("canvas");
    canvas.width = width;
    canvas.height = width;
    return canvas;
}

/** Dark dashes on a light ground of their own, to be seen on any map. */
function paintDashes(context, middle, radius) {
    const dash = (Math.PI * radius) / DASHES.parts;
    context.beginPath();
    context.arc(middle, middle, radius, 0, 2 * Math.PI);
    context.fillStyle = DASHES.ground;
    context.fill();
    context.setLineDash([dash, dash]);
    context.lineWidth = DASH;
    context.strokeStyle = DASHES.ink;
    context.stroke();
    context.setLineDash([]);
}

/** A whole dark ring around, on a light ground of its own. */
function paintRing(context, middle, radius) {
    context.beginPath();
    context.arc(middle, middle, radius, 0, 2 * Math.PI);
    context.fillStyle = DASHES.ground;
    context.fill();
    context.lineWidth = DASH;
    context.strokeStyle = DASHES.ink;
    context.stroke();
}
