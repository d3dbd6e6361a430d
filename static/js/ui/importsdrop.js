import { uuidOf } from "../core/boundariestext.js";
import { fill, formatCount } from "../core/format.js";
import { partsFirst, refusalOf, waitBefore, worthRepeating } from "../core/imports.js";
import { byId, el } from "./dom.js";

const TRIES = 3;

/**
 * Send one file's bytes. Not `fetch`, which does not tell how much has been sent.
 *
 * @param {string} url
 * @param {File} file
 * @param {string} token against forgery
 * @param {(share: number) => void} onProgress 0…1
 * @returns {Promise<{status: number, body: {message?: string}}>} status 0: no answer came
 */
function put(url, file, token, onProgress) {
    return new Promise((resolve) => {
        const request = new XMLHttpRequest();
        request.open("PUT", url);
        request.responseType = "json";
        request.setRequestHeader("Accept", "application/json");
        request.setRequestHeader("Content-Type", "application/octet-stream");
        request.setRequestHeader("X-CSRFToken", token);
        request.setRequestHeader("X-File-Name", encodeURIComponent(file.name));
        request.upload.addEventListener("progress", ({ loaded, total }) => {
            onProgress(total > 0 ? loaded / total : 0);
        });
        const end = () => resolve({ status: request.status, body: request.response ?? {} });
        request.addEventListener("load", end);
        request.addEventListener("error", end);
        request.addEventListener("abort", end);
        request.send(file);
    });
}

/** @param {number} milliseconds */
function pause(milliseconds) {
    return new Promise((resolve) => window.setTimeout(resolve, milliseconds));
}

/** The field into which files are dropped, and those on their way, one after the other. */
export class DropField {
    /**
     * @param {object} config of the page
     * @param {string} token against forgery
     * @param {() => void} onSent called when all are through that went through
     */
    constructor(config, token, onSent) {
        this.config = config;
        this.token = token;
        this.onSent = onSent;
        this.queue = [];
        this.isSending = false;
        this.sent = 0;
    }

    /** The field is drawn anew with the list of files, so it is looked up each time. */
    listen() {
        const field = byId("import-drop");
        byId("import-input").addEventListener("change", ({ target }) => {
            this.add([...target.files]);
            target.value = "";
        });
        for (const name of ["dragenter", "dragover"]) {
            field.addEventListener(name, (event) => {
                event.preventDefault();
                field.classList.add("is-over");
            });
        }
        field.addEventListener("dragleave", () => field.classList.remove("is-over"));
        field.addEventListener("drop", (event) => {
            event.preventDefault();
            field.classList.remove("is-over");
            this.add([...event.dataTransfer.files]);
        });
    }

    /** @param {File[]} files */
    add(files) {
        for (const file of partsFirst(files)) {
            const line = new Line(file.name);
            byId("import-sending").append(line.element);
            const refusal = refusalOf(file, this.config.most_bytes);
            if (refusal) {
                line.fail(this.config.strings[refusal]);
            } else {
                const key = uuidOf(crypto.getRandomValues(new Uint8Array(16)));
                this.queue.push({ file, key, line });
            }
        }
        this.sendAll();
    }

    async sendAll() {
        if (this.isSending) {
            return;
        }
        this.isSending = true;
        while (this.queue.length > 0) {
            await this.send(this.queue.shift());
        }
        this.isSending = false;
        if (this.sent > 0) {
            byId("import-sent").textContent = fill(this.config.strings.all_sent, {
                n: formatCount(this.sent),
            });
            this.sent = 0;
            this.onSent();
        }
    }

    /** The key stays the same however often a file is sent, so that it arrives once. */
    async send(entry) {
        const { file, key, line } = entry;
        const { strings, urls, no_key } = this.config;
        const url = urls.upload.replace(no_key, key);
        for (let tried = 0; tried < TRIES; tried += 1) {
            const { status, body } = await put(url, file, this.token, (share) => {
                const percent = formatCount(Math.floor(share * 100));
                line.say(fill(strings.sending, { name: file.name, percent }), share);
            });
            if (status === 200 || status === 201) {
                this.sent += 1;
                line.element.remove();
                return;
            }
            if (!worthRepeating(status)) {
                line.fail(this.wordsFor(status, body));
                return;
            }
            await pause(waitBefore(tried));
        }
        line.fail(strings.not_sent, strings.send_again, () => {
            this.queue.push(entry);
            this.sendAll();
        });
    }

    wordsFor(status, body) {
        const { strings } = this.config;
        return body.message ?? (status === 401 ? strings.session_ended : strings.not_sent);
    }
}

/** A file on its way, or one that did not get through. */
class Line {
    /** @param {string} name */
    constructor(name) {
        this.name = name;
        this.text = el("span", {}, name);
        this.bar = el("progress", { max: 1, value: 0, "aria-label": name });
        this.element = el("li", {}, this.text, this.bar);
    }

    say(text, share) {
        this.text.textContent = text;
        this.bar.value = share;
    }

    /**
     * @param {string} message
     * @param {string} [label] of a button to send again
     * @param {() => void} [again]
     */
    fail(message, label, again) {
        this.bar.remove();
        this.text.replaceChildren(
            el("strong", {}, this.name),
            el("span", { class: "field-error", role: "alert" }, ` ${message}`),
        );
        if (label) {
            const button = el(
                "button",
                { type: "button", class: "btn btn-outline-primary" },
                label,
            );
            button.addEventListener("click", () => {
                button.remove();
                this.text.textContent = this.name;
                this.element.append(this.bar);
                again();
            });
            this.element.append(button);
        }
    }
}
