/** Screens before the households: choosing a PIN, giving it, and when all is gone. */
import { fill } from "../../core/format.js";
import { counted } from "../../core/phonequeue.js";
import { pinFault } from "../../core/phonevault.js";
import { el } from "../../ui/dom.js";
import { refreshBook, registerDevice } from "../book.js";
import { eraseReadable, read, write } from "../db.js";
import { sendWaiting } from "../sender.js";
import { askToKeep } from "../shell.js";
import { hasPasskey, secondsToWait, setUp, unlock, unlockByPasskey } from "../vault.js";
import { logOut, wipeByHand } from "./leave.js";
import { ask, button, field, onSubmit, pinInput } from "./parts.js";

/**
 * @param {boolean} isLost the browser threw away what it was given
 * @returns {(app: import("../app.js").App) => Promise<object>}
 */
export function setupScreen(isLost) {
    return async (app) => {
        const { strings } = app;
        const node = el("div", { class: "mine-column" });
        if (isLost) {
            node.append(el("p", { class: "notice notice-warning" }, strings.lost));
        }
        if (await read("meta", "relogin")) {
            node.append(
                el("h2", {}, strings.relogin_title),
                el("p", {}, strings.relogin_text),
                button(strings.relogin_act, () => logOut(app), "primary"),
            );
            return { title: strings.title, node };
        }
        const first = pinInput("new-password");
        const again = pinInput("new-password");
        const firstField = field(strings.pin_new, first, strings.pin_help);
        const againField = field(strings.pin_again, again);
        const form = el(
            "form",
            { class: "mine-form", novalidate: true },
            firstField,
            againField,
            el("button", { class: "mine-button mine-button-primary" }, strings.setup_act),
        );
        onSubmit(form, async () => {
            if (pinIsFine(firstField, againField, first, again, strings)) {
                await begin(app, first.value);
            }
        });
        node.append(el("h2", {}, strings.setup_title), el("p", {}, strings.setup_text), form);
        return { title: strings.title, node };
    };
}

/** @returns {boolean} what is wrong is told beside the field */
export function pinIsFine(firstField, againField, first, again, strings) {
    const fault = pinFault(first.value);
    firstField.fault(fault === null ? "" : strings[`pin_${fault}`]);
    const isSame = first.value === again.value;
    if (fault === null) {
        againField.fault(isSame ? "" : strings.pin_differs);
    }
    return fault === null && isSame;
}

async function begin(app, pin) {
    try {
        // First the server: who may not use the app gets no empty one either.
        await registerDevice();
        await setUp(pin);
        await refreshBook();
        await askToKeep();
        await app.opened();
    } catch (error) {
        await app.trouble(error);
        if (app.ended === undefined) {
            await app.show();
        }
    }
}

/** @param {import("../app.js").App} app */
export async function lockScreen(app) {
    const { strings } = app;
    const pin = pinInput("current-password");
    const pinField = field(strings.pin, pin);
    const form = el(
        "form",
        { class: "mine-form", novalidate: true },
        pinField,
        el("button", { class: "mine-button mine-button-primary" }, strings.unlock),
    );
    onSubmit(form, () => tryPin(app, pin, pinField));
    const { waiting } = counted(await app.sending.items());
    const node = el(
        "div",
        { class: "mine-column mine-lock" },
        el("span", {
            class: "mine-icon mine-lock-sign",
            "data-icon": "lock",
            "aria-hidden": "true",
        }),
        el("h2", {}, strings.locked_title),
        waiting > 0 ? el("p", {}, fill(strings.locked_waiting, { n: waiting })) : null,
        form,
    );
    if (await hasPasskey()) {
        node.append(button(strings.unlock_passkey, () => tryPasskey(app, pinField)));
    }
    node.append(button(strings.forgot, () => forgot(app), "quiet"));
    return { title: strings.title, node, focus: pin };
}

async function tryPin(app, pin, pinField) {
    const seconds = await secondsToWait();
    if (seconds > 0) {
        pinField.fault(fill(app.strings.pin_wait, { n: seconds }));
    } else if (await unlock(pin.value)) {
        await app.opened();
    } else {
        pin.value = "";
        pinField.fault(app.strings.pin_wrong);
    }
}

async function tryPasskey(app, pinField) {
    if (await unlockByPasskey()) {
        await app.opened();
    } else {
        pinField.fault(app.strings.passkey_failed);
    }
}

/**
 * Nobody can read what a forgotten PIN closed. Check-ins that wait are sealed to the server: they
 * stay, and are sent; whoever begins anew logs in anew, too.
 */
async function forgot(app) {
    const { strings } = app;
    await sendWaiting({ all: true }).catch(() => null);
    const { waiting } = counted(await app.sending.items());
    const answer = await ask(
        strings.forgot_title,
        fill(waiting > 0 ? strings.forgot_waiting : strings.forgot_text, { n: waiting }),
        [
            ["stay", strings.stay, "primary"],
            ["go", strings.forgot_act, "danger"],
        ],
    );
    if (answer === "go") {
        await eraseReadable();
        await write("meta", "relogin", true);
        await app.show();
    }
}

/**
 * @param {"wipe" | "revoked" | "other_user" | "insecure"} why
 * @returns {(app: import("../app.js").App) => Promise<object>}
 */
export function endedScreen(why) {
    return async (app) => {
        const { strings } = app;
        const node = el(
            "div",
            { class: "mine-column" },
            el("h2", {}, strings[`ended_${why}_title`]),
            el("p", {}, strings[`ended_${why}_text`]),
        );
        if (why === "other_user") {
            node.append(
                button(strings.relogin_act, () => logOut(app), "primary"),
                button(strings.wipe_act, () => wipeByHand(app), "danger"),
            );
        } else if (why === "wipe") {
            node.append(button(strings.begin_anew, () => location.reload(), "primary"));
        }
        return { title: strings.title, node };
    };
}
