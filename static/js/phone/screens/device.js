/** This phone: how fresh its data is, the PIN, and the ways out. */
import { fill } from "../../core/format.js";
import { el } from "../../ui/dom.js";
import { mayHavePasskey } from "../passkey.js";
import { askToKeep } from "../shell.js";
import { addPasskey, changePin, hasPasskey, removePasskey } from "../vault.js";
import { logOut, wipeByHand } from "./leave.js";
import { pinIsFine } from "./lock.js";
import { button, field, onSubmit, pinInput } from "./parts.js";

/** @param {import("../app.js").App} app */
export async function deviceScreen(app) {
    const { strings } = app;
    const fresh = el("p", { class: "subtle" });
    const node = el(
        "div",
        { class: "mine-column mine-device" },
        part(
            strings.data_title,
            el("p", {}, app.book ? fill(strings.signed_in, { name: app.book.user.name }) : ""),
            fresh,
            await keptLine(strings),
            button(strings.refresh, () => app.refresh(), "primary"),
        ),
        part(
            strings.lock_title,
            el("p", { class: "subtle" }, strings.lock_text),
            button(strings.lock_now, () => app.lock()),
            pinForm(app),
            await passkeyBox(app),
        ),
        part(
            strings.leave_title,
            el("p", { class: "subtle" }, strings.leave_text),
            el("a", { href: "/", class: "mine-button mine-button-plain" }, strings.whole_site),
            button(strings.log_out, () => leave(app)),
            button(strings.wipe_act, () => wipeByHand(app), "quiet"),
        ),
        el("p", { class: "subtle mine-version" }, fill(strings.version, { n: app.config.version })),
    );
    node.renew = () => {
        fresh.textContent = app.book ? takenText(app.book.taken_at, strings) : "";
    };
    node.renew();
    return { title: strings.device, node };
}

function part(title, ...children) {
    return el("section", { class: "mine-panel" }, el("h2", {}, title), ...children);
}

function takenText(takenAt, strings) {
    const hours = Math.max(0, Math.floor((Date.now() - takenAt) / 3_600_000));
    return hours === 0 ? strings.taken_now : fill(strings.taken, { n: hours });
}

async function keptLine(strings) {
    const isKept = (await navigator.storage?.persisted?.()) ?? false;
    if (isKept) {
        return el("p", { class: "subtle" }, strings.kept_for_sure);
    }
    const line = el("div", {}, el("p", { class: "subtle" }, strings.kept_maybe));
    line.append(
        button(strings.keep_act, async () => {
            line.replaceChildren(
                el(
                    "p",
                    { role: "status" },
                    strings[(await askToKeep()) ? "kept_for_sure" : "kept_no"],
                ),
            );
        }),
    );
    return line;
}

function pinForm(app) {
    const { strings } = app;
    const [old, first, again] = [pinInput("current-password"), ...twoPins()];
    const fields = [
        field(strings.pin_old, old),
        field(strings.pin_new, first, strings.pin_help),
        field(strings.pin_again, again),
    ];
    const told = el("p", { role: "status" });
    const form = el(
        "form",
        { class: "mine-form", novalidate: true },
        ...fields,
        el("button", { class: "mine-button mine-button-primary" }, strings.pin_change),
        told,
    );
    onSubmit(form, async () => {
        if (!pinIsFine(fields[1], fields[2], first, again, strings)) {
            return;
        }
        const isChanged = await changePin(old.value, first.value);
        fields[0].fault(isChanged ? "" : strings.pin_wrong);
        if (isChanged) {
            form.reset();
            told.textContent = strings.pin_changed;
        }
    });
    return el("details", {}, el("summary", {}, strings.pin_change), form);
}

function twoPins() {
    return [pinInput("new-password"), pinInput("new-password")];
}

async function passkeyBox(app) {
    const { strings } = app;
    if (await hasPasskey()) {
        return button(strings.passkey_remove, async () => {
            await removePasskey();
            await app.show();
        });
    }
    if (!(await mayHavePasskey())) {
        return "";
    }
    const pin = pinInput("current-password");
    const pinField = field(strings.pin, pin);
    const form = el(
        "form",
        { class: "mine-form", novalidate: true },
        el("p", { class: "subtle" }, strings.passkey_text),
        pinField,
        el("button", { class: "mine-button mine-button-primary" }, strings.passkey_add),
    );
    onSubmit(form, async () => {
        const outcome = await addPasskey(pin.value, strings.title);
        if (outcome === "done") {
            await app.show();
        } else {
            pinField.fault(strings[outcome === "wrong" ? "pin_wrong" : "passkey_impossible"]);
        }
    });
    return el("details", {}, el("summary", {}, strings.passkey_add), form);
}

/** Out of the account: first the data of this phone, after its warning. */
async function leave(app) {
    const { strings } = app;
    const isGone = await wipeByHand(app, { text: strings.log_out_text, act: strings.log_out });
    if (isGone) {
        await logOut(app);
    }
}
