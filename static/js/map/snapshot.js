import { niceScale, scaleOf, zoomFor } from "../core/printsheet.js";

/** Longest wait for tiles of a base map, milliseconds; a slow server must not stop a print. */
const PATIENCE = 8000;

/**
 * Put the map into a frame of the paper's size, at a round scale, and give it back afterwards.
 *
 * @param {import("leaflet").Map} map
 * @param {HTMLElement} frame
 * @param {{width: number, height: number, bounds: import("leaflet").LatLngBounds}} wanted
 *     map pixels
 * @returns {{scale: number, restore: () => void}} scale: n of 1:n in the middle of the map
 */
export function frameMap(map, frame, { width, height, bounds }) {
    const element = map.getContainer();
    const before = {
        home: element.parentElement,
        next: element.nextSibling,
        centre: map.getCenter(),
        zoom: map.getZoom(),
        snap: map.options.zoomSnap,
    };
    frame.append(element);
    element.style.width = `${width}px`;
    element.style.height = `${height}px`;
    map.options.zoomSnap = 0;
    map.invalidateSize({ animate: false, pan: false });
    map.fitBounds(bounds, { animate: false });
    const { lat } = map.getCenter();
    const scale = niceScale(scaleOf(map.getZoom(), lat));
    map.setZoom(zoomFor(scale, lat), { animate: false });
    const restore = () => {
        before.home.insertBefore(element, before.next);
        element.style.width = "";
        element.style.height = "";
        map.options.zoomSnap = before.snap;
        map.invalidateSize({ animate: false, pan: false });
        map.setView(before.centre, before.zoom, { animate: false });
    };
    return { scale: scaleOf(map.getZoom(), map.getCenter().lat), restore };
}

/**
 * Until every tile in sight has come, or patience ends.
 *
 * @param {import("leaflet").Map} map
 */
export async function drawn(map) {
    const waiting = [];
    map.eachLayer((layer) => {
        if (layer.isLoading?.()) {
            waiting.push(new Promise((done) => layer.once("load", done)));
        }
    });
    const enough = new Promise((done) => setTimeout(done, PATIENCE));
    await Promise.race([Promise.all(waiting), enough]);
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
}

/**
 * Paint what the map shows onto a canvas, pane by pane from the ground up.
 *
 * @param {import("leaflet").Map} map
 * @param {CanvasRenderingContext2D} context
 * @param {{x: number, y: number, width: number, height: number}} box
 * @returns {Promise<{ground: boolean}>} ground: false where a base map is shown but its server
 *     does not let its pictures be read
 */
export async function paintMap(map, context, box) {
    const area = map.getContainer().getBoundingClientRect();
    const ratio = box.width / area.width;
    const at = (element) => {
        const rect = element.getBoundingClientRect();
        return [
            box.x + (rect.x - area.x) * ratio,
            box.y + (rect.y - area.y) * ratio,
            rect.width * ratio,
            rect.height * ratio,
        ];
    };
    context.save();
    context.beginPath();
    context.rect(box.x, box.y, box.width, box.height);
    context.clip();
    const ground = await paintTiles(map.getPane("tilePane"), context, at);
    const panes = [...map.getPane("mapPane").children]
        .filter((pane) => pane !== map.getPane("tilePane") && !pane.hidden)
        .sort((a, b) => Number(getComputedStyle(a).zIndex) - Number(getComputedStyle(b).zIndex));
    for (const pane of panes) {
        for (const element of pane.querySelectorAll("canvas, svg, .map-label")) {
            await paintElement(element, context, at, ratio);
        }
    }
    context.restore();
    return { ground };
}

async function paintTiles(pane, context, at) {
    const tiles = [...pane.querySelectorAll("img.leaflet-tile-loaded")];
    const pictures = await Promise.all(tiles.map(readable));
    if (pictures.includes(null)) {
        return false;
    }
    pictures.forEach((picture, index) => {
        const layer = tiles[index].closest(".leaflet-layer");
        context.globalAlpha = Number(layer?.style.opacity || 1);
        context.drawImage(picture, ...at(tiles[index]));
    });
    context.globalAlpha = 1;
    return true;
}

/** The tile once more, in a form that may be read back; null where its server forbids that. */
function readable(tile) {
    return new Promise((done) => {
        const picture = new Image();
        picture.crossOrigin = "anonymous";
        picture.referrerPolicy = tile.referrerPolicy;
        picture.addEventListener("load", () => done(picture));
        picture.addEventListener("error", () => done(null));
        picture.src = tile.src;
    });
}

async function paintElement(element, context, at, ratio) {
    const place = at(element);
    if (element.hidden || place[2] === 0) {
        return;
    }
    if (element instanceof HTMLCanvasElement) {
        context.drawImage(element, ...place);
    } else if (element instanceof SVGSVGElement) {
        context.drawImage(await pictureOf(element), ...place);
    } else {
        paintText(element, context, place, ratio);
    }
}

const LINES = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "opacity"];

/** An SVG of the page as a picture; its looks come from style sheets, so they are written in. */
function pictureOf(svg) {
    const copy = svg.cloneNode(true);
    const originals = svg.querySelectorAll("path");
    copy.querySelectorAll("path").forEach((path, index) => {
        const style = getComputedStyle(originals[index]);
        for (const name of LINES) {
            path.setAttribute(name, style.getPropertyValue(name));
        }
    });
    copy.removeAttribute("style");
    const text = new XMLSerializer().serializeToString(copy);
    return new Promise((done, failed) => {
        const picture = new Image();
        picture.addEventListener("load", () => done(picture));
        picture.addEventListener("error", failed);
        picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
    });
}

function paintText(element, context, [x, y, , height], ratio) {
    const style = getComputedStyle(element);
    const size = Number.parseFloat(style.fontSize) * ratio * scaleWithin(element);
    context.font = `${style.fontWeight} ${size}px ${style.fontFamily}`;
    context.textBaseline = "middle";
    context.lineWidth = size / 3.5;
    context.strokeStyle = "rgb(255 255 255 / 88%)";
    context.lineJoin = "round";
    context.strokeText(element.textContent, x, y + height / 2);
    context.fillStyle = style.color;
    context.fillText(element.textContent, x, y + height / 2);
}

/** How much the frame shrinks what is in it. */
function scaleWithin(element) {
    return element.offsetHeight ? element.getBoundingClientRect().height / element.offsetHeight : 1;
}
