import { fill, formatDate, formatDistance } from "../../core/format.js";
import { el } from "../../ui/dom.js";

/**
 * @param {string} text
 * @param {() => void} onPress
 * @param {string} [kind] "primary", "plain" or "danger"
 * @returns {HTMLButtonElement}
 */
export function button(text, onPress, kind = "plain") {
    const made = el("button", { type: "button", class: `mine-button mine-button-${kind}` }, text);
    made.addEventListener("click", onPress);
    return made;
}

/**
 * A button of a form: what it does may take a while, and is not done twice meanwhile.
 *
 * @param {HTMLFormElement} form
 * @param {() => Promise<void>} work
 */
export function onSubmit(form, work) {
    let isBusy = false;
    form.addEventListener("submit", async (event) => {
        event.preventDefault();
        if (isBusy) {
            return;
        }
        isBusy = true;
        form.setAttribute("aria-busy", "true");
        try {
            await work();
        } finally {
            isBusy = false;
            form.removeAttribute("aria-busy");
        }
    });
}

let fields = 0;

/**
 * A labelled input with room for what is wrong with it.
 *
 * @param {string} label
 * @param {HTMLElement} input
 * @param {string} [help]
 * @returns {HTMLElement & {fault: (text: string) => void}}
 */
export function field(label, input, help) {
    fields += 1;
    input.id = `mine-field-${fields}`;
    const error = el("p", { class: "field-error", id: `${input.id}-error`, role: "alert" });
    input.setAttribute("aria-describedby", error.id);
    const made = el(
        "div",
        { class: "field" },
        el("label", { for: input.id }, label),
        input,
        help ? el("p", { class: "field-help" }, help) : null,
        error,
    );
    made.fault = (text) => {
        error.textContent = text;
        input.toggleAttribute("aria-invalid", text !== "");
        if (text !== "") {
            input.setAttribute("aria-invalid", "true");
            input.focus();
        }
    };
    return made;
}

/** @param {string} autocomplete @returns {HTMLInputElement} */
export function pinInput(autocomplete = "off") {
    return el("input", {
        type: "password",
        inputmode: "numeric",
        class: "mine-pin",
        autocomplete,
        maxlength: "64",
        required: true,
    });
}

/**
 * @param {import("../../core/phonemonth.js").Standing} standing
 * @param {number} perMonth
 * @param {Record<string, string>} strings
 * @returns {HTMLElement} as many marks as the rule asks for, filled as far as they are there
 */
export function meter(standing, perMonth, strings) {
    const { days, done, needsMeeting } = standing;
    const text = done ? strings.month_done : fill(strings.month_part, { days, of: perMonth });
    const marks = el("span", { class: "mine-marks", "aria-hidden": "true" });
    for (let at = 0; at < Math.min(perMonth, 6); at += 1) {
        marks.append(el("span", { class: at < days ? "mine-mark mine-mark-on" : "mine-mark" }));
    }
    const made = el(
        "p",
        { class: done ? "mine-meter mine-meter-done" : "mine-meter" },
        marks,
        text,
    );
    if (!done && needsMeeting && days >= perMonth) {
        made.append(el("span", { class: "mine-meter-more" }, strings.needs_meeting));
    }
    return made;
}

/**
 * @param {import("../../core/phonehomes.js").Row} row
 * @param {Record<string, string>} strings
 * @returns {string} "12 ngày trước · cách 350 m"
 */
export function whenAndWhere({ home, standing, metres }, strings) {
    return [
        sinceText(standing.since, strings),
        metres === null ? null : fill(strings.away, { distance: formatDistance(metres) }),
        home.lon === null ? strings.no_place : null,
        home.next_visit_on ? fill(strings.next_on, { day: formatDate(home.next_visit_on) }) : null,
    ]
        .filter((part) => part !== null)
        .join(" · ");
}

function sinceText(since, strings) {
    if (since === null) {
        return strings.never;
    }
    return since === 0 ? strings.since_today : fill(strings.since, { n: since });
}

/** @param {import("../../core/phonemonth.js").Home} home @returns {string} */
export function addressOf({ address, group, village }) {
    return [address, group, village].filter(Boolean).join(", ");
}

/**
 * Links that the phone itself answers: only a number or a place is in them.
 *
 * @param {import("../../core/phonemonth.js").Home} home
 * @param {Record<string, string>} strings
 * @returns {HTMLElement}
 */
export function reachLinks(home, strings) {
    const links = el("div", { class: "mine-reach" });
    const number = (home.phone ?? "").replace(/[^\d+]/g, "");
    const add = (icon, text, href, more = {}) => {
        const sign = el("span", { class: "mine-icon", "data-icon": icon, "aria-hidden": "true" });
        links.append(el("a", { href, ...more }, sign, text));
    };
    if (number !== "") {
        add("call", strings.call, `tel:${number}`);
        add("message", strings.message, `sms:${number}`);
    }
    if (home.lon !== null) {
        add("route", strings.directions, directionsTo(home), {
            target: "_blank",
            rel: "noopener noreferrer",
        });
    }
    return links;
}

function directionsTo({ lat, lon }) {
    const place = `${lat},${lon}`;
    if (/iPhone|iPad|Macintosh/.test(navigator.userAgent)) {
        return `https://maps.apple.com/?daddr=${place}`;
    }
    return /Android/.test(navigator.userAgent)
        ? `geo:${place}?q=${place}`
        : `https://www.openstreetmap.org/directions?to=${encodeURIComponent(place)}`;
}

/**
 * Ask before something that cannot be taken back.
 *
 * @param {string} question
 * @param {string} more
 * @param {Array<[string, string, string]>} answers value, text, kind
 * @returns {Promise<string>} the value, or "" when the dialog was closed
 */
export function ask(question, more, answers) {
    const form = el("form", { method: "dialog", class: "mine-answers" });
    for (const [value, text, kind] of answers) {
        form.append(el("button", { value, class: `mine-button mine-button-${kind}` }, text));
    }
    const dialog = el(
        "dialog",
        { class: "mine-dialog" },
        el("h2", {}, question),
        el("p", {}, more),
        form,
    );
    document.body.append(dialog);
    dialog.showModal();
    return new Promise((resolve) => {
        dialog.addEventListener("close", () => {
            dialog.remove();
            resolve(dialog.returnValue);
        });
    });
}
