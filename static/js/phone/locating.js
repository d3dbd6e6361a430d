import { toFix } from "../core/phonefix.js";

/**
 * The phone's own position as it becomes better, until it is told to stop.
 *
 * @param {(fix: import("../core/phonehomes.js").Fix) => void} onFix
 * @param {(isDenied: boolean) => void} [onFailure]
 * @returns {() => void} stops it
 */
export function follow(onFix, onFailure = () => {}) {
    if (!("geolocation" in navigator)) {
        onFailure(true);
        return () => {};
    }
    const id = navigator.geolocation.watchPosition(
        (position) => onFix(toFix(position)),
        (error) => onFailure(error.code === error.PERMISSION_DENIED),
        { enableHighAccuracy: true, maximumAge: 10_000, timeout: 30_000 },
    );
    return () => navigator.geolocation.clearWatch(id);
}

/** @returns {Promise<boolean>} whether the phone may be asked without a question to its owner */
export async function mayFollow() {
    try {
        return (await navigator.permissions.query({ name: "geolocation" })).state === "granted";
    } catch {
        return false;
    }
}
