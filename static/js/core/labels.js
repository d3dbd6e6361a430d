/**
 * @typedef {object} LabelBox
 * @property {number} x centre, pixels
 * @property {number} y centre, pixels
 * @property {number} width pixels
 * @property {number} height pixels
 * @property {number} priority higher wins
 */

/**
 * @param {LabelBox} a
 * @param {LabelBox} b
 * @param {number} gap pixels kept free between two labels
 * @returns {boolean}
 */
function collide(a, b, gap) {
    return (
        Math.abs(a.x - b.x) * 2 < a.width + b.width + 2 * gap &&
        Math.abs(a.y - b.y) * 2 < a.height + b.height + 2 * gap
    );
}

/**
 * Which labels can stand without overlapping, chosen greedily by priority; ties go to the one
 * given first. Quadratic, fine for the few hundred labels of a commune.
 *
 * @template {LabelBox} T
 * @param {T[]} boxes
 * @param {number} [gap] pixels
 * @returns {Set<T>} the ones to show
 */
export function placeLabels(boxes, gap = 4) {
    const shown = [];
    for (const box of [...boxes].sort((a, b) => b.priority - a.priority)) {
        if (!shown.some((other) => collide(box, other, gap))) {
            shown.push(box);
        }
    }
    return new Set(shown);
}
