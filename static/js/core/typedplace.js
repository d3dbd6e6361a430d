/**
 * Degrees as they are typed, where the page itself can show them at once. Everything else (degrees
 * with minutes, metres of VN-2000) is read by the server.
 *
 * @param {string} first latitude @param {string} second longitude
 * @returns {{lat: number, lon: number} | null} null for what is no pair of plain degrees
 */
export function plainDegrees(first, second) {
    const [lat, lon] = [first, second].map((text) =>
        /^\s*-?\d{1,3}(?:[.,]\d{1,15})?\s*$/.test(text) ? Number(text.replace(",", ".")) : null,
    );
    if (lat === null || lon === null || Math.abs(lat) > 90 || Math.abs(lon) > 180) {
        return null;
    }
    return { lat, lon };
}

/** @param {number} degrees @returns {string} about a decimetre sharp */
export function asTyped(degrees) {
    return degrees.toFixed(6);
}
