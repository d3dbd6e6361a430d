/**
 * Points in the flat world of Web Mercator, one unit wide, with a grid to find the ones in a
 * rectangle or nearest to a spot without walking through all of them.
 */

/**
 * @param {number} lon degrees
 * @param {number} lat degrees
 * @returns {[number, number]} x, y in 0…1, y growing southward
 */
export function toWorld(lon, lat) {
    const sine = Math.sin((lat * Math.PI) / 180);
    return [lon / 360 + 0.5, 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)];
}

/**
 * @param {number} x
 * @param {number} y
 * @returns {[number, number]} lon, lat in degrees
 */
export function fromWorld(x, y) {
    return [(x - 0.5) * 360, (Math.atan(Math.sinh((0.5 - y) * 2 * Math.PI)) * 180) / Math.PI];
}

export class PointGrid {
    /**
     * @param {ArrayLike<number>} xs world x of each point
     * @param {ArrayLike<number>} ys world y
     * @param {number} [perCell] points a cell should hold on average
     */
    constructor(xs, ys, perCell = 8) {
        this.xs = xs;
        this.ys = ys;
        this.minX = min(xs);
        this.minY = min(ys);
        const width = Math.max(max(xs) - this.minX, 1e-12);
        const height = Math.max(max(ys) - this.minY, 1e-12);
        const cells = Math.max(1, Math.ceil(Math.sqrt(xs.length / perCell)));
        this.cells = cells;
        this.scaleX = cells / width;
        this.scaleY = cells / height;
        /** @type {Map<number, number[]>} */
        this.buckets = new Map();
        for (let index = 0; index < xs.length; index += 1) {
            const key = this.#column(xs[index]) + this.#row(ys[index]) * cells;
            const bucket = this.buckets.get(key);
            if (bucket) {
                bucket.push(index);
            } else {
                this.buckets.set(key, [index]);
            }
        }
    }

    #column(x) {
        return clamp(Math.floor((x - this.minX) * this.scaleX), this.cells - 1);
    }

    #row(y) {
        return clamp(Math.floor((y - this.minY) * this.scaleY), this.cells - 1);
    }

    /**
     * The point nearest to (x, y) within `radius`, all in world units.
     *
     * @param {number} x
     * @param {number} y
     * @param {number} radius
     * @param {(index: number) => boolean} [accept] points that count, all if left out
     * @returns {number} its index, or -1
     */
    nearest(x, y, radius, accept = () => true) {
        let best = -1;
        let bestSquared = radius * radius;
        for (let row = this.#row(y - radius); row <= this.#row(y + radius); row += 1) {
            for (let col = this.#column(x - radius); col <= this.#column(x + radius); col += 1) {
                for (const index of this.buckets.get(col + row * this.cells) ?? []) {
                    const squared = (this.xs[index] - x) ** 2 + (this.ys[index] - y) ** 2;
                    if (squared <= bestSquared && accept(index)) {
                        best = index;
                        bestSquared = squared;
                    }
                }
            }
        }
        return best;
    }

    /**
     * @param {[number, number, number, number]} box least x, least y, greatest x, greatest y
     * @returns {number[]} the points in the box
     */
    within([left, top, right, bottom]) {
        const found = [];
        for (let row = this.#row(top); row <= this.#row(bottom); row += 1) {
            for (let col = this.#column(left); col <= this.#column(right); col += 1) {
                for (const index of this.buckets.get(col + row * this.cells) ?? []) {
                    const [x, y] = [this.xs[index], this.ys[index]];
                    if (x >= left && x <= right && y >= top && y <= bottom) {
                        found.push(index);
                    }
                }
            }
        }
        return found;
    }
}

function clamp(value, highest) {
    return Math.min(Math.max(value, 0), highest);
}

function min(values) {
    let lowest = Number.POSITIVE_INFINITY;
    for (let index = 0; index < values.length; index += 1) {
        lowest = Math.min(lowest, values[index]);
    }
    return Number.isFinite(lowest) ? lowest : 0;
}

function max(values) {
    let highest = Number.NEGATIVE_INFINITY;
    for (let index = 0; index < values.length; index += 1) {
        highest = Math.max(highest, values[index]);
    }
    return Number.isFinite(highest) ? highest : 0;
}
