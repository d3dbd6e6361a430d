import { fill } from "../../core/format.js";
import { counted } from "../../core/phonequeue.js";
import { get } from "../api.js";
import { erase } from "../db.js";
import { sendWaiting, wipe } from "../sender.js";
import { ask } from "./parts.js";

/**
 * End the session, as the button of every page does. What is on the phone is not touched here.
 *
 * @param {import("../app.js").App} app
 */
export async function logOut(app) {
    try {
        const { csrf } = await get("token/");
        await erase("meta", "relogin");
        const form = document.createElement("form");
        form.method = "post";
        form.action = app.config.logout;
        form.hidden = true;
        for (const [name, value] of Object.entries({
            csrfmiddlewaretoken: csrf,
            next: app.config.login,
        })) {
            const input = document.createElement("input");
            input.name = name;
            input.value = value;
            form.append(input);
        }
        document.body.append(form);
        form.submit();
    } catch (error) {
        if (error.trouble === "login") {
            await erase("meta", "relogin");
            location.assign(app.config.login);
            return;
        }
        await app.trouble(error);
    }
}

/**
 * Send first, then say what would be lost, then delete.
 *
 * @param {import("../app.js").App} app
 * @param {{text?: string, act?: string}} [words]
 * @returns {Promise<boolean>} whether all is deleted
 */
export async function wipeByHand(app, { text, act } = {}) {
    const { strings } = app;
    await sendWaiting({ all: true }).catch(() => null);
    const { waiting, refused } = counted(await app.sending.items());
    const lost = waiting + refused;
    const answer = await ask(
        act ?? strings.wipe_title,
        lost > 0 ? fill(strings.wipe_lost, { n: lost }) : (text ?? strings.wipe_text),
        [
            ["stay", strings.stay, "primary"],
            ["go", act ?? strings.wipe_act, "danger"],
        ],
    );
    if (answer !== "go") {
        return false;
    }
    await wipe();
    app.end("wipe");
    return true;
}
