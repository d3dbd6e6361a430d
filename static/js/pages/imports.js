/** The import assistant: files are sent, the job's progress is followed, the plan is drawn. */
import { writeNumbersAs } from "../core/format.js";
import { byId, readJson } from "../ui/dom.js";
import { DropField } from "../ui/importsdrop.js";
import { Progress } from "../ui/importsprogress.js";
import { PlanMap } from "./importsmap.js";

class BatchPage {
    constructor(config) {
        this.config = config;
        const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
        this.progress = new Progress(config, (phase) => this.refresh(phase));
        this.drop = new DropField(config, token, () => this.sent());
    }

    async start() {
        if (this.config.may_send) {
            this.drop.listen();
        }
        if (this.config.busy) {
            this.progress.start();
        }
        if (document.getElementById("import-plan") !== null) {
            await new PlanMap(this.config).load();
        }
        document.body.setAttribute("aria-busy", "false");
    }

    async sent() {
        await this.refresh("working");
        this.progress.start();
    }

    /**
     * Read the page anew and put its files and state in place; what was not sent stays in sight.
     *
     * @param {string} phase of the job
     */
    async refresh(phase) {
        const response = await fetch(window.location.href, { credentials: "same-origin" }).catch(
            () => null,
        );
        if (response === null || !response.ok) {
            return;
        }
        const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
        const [old, made] = [byId("import-live"), fresh.getElementById("import-live")];
        if (made === null || made.dataset.plan !== old.dataset.plan) {
            window.location.reload();
            return;
        }
        const waiting = [...byId("import-live").querySelectorAll("#import-sending > li")];
        if (phase !== "idle" && this.drop.isSending) {
            return;
        }
        old.replaceWith(document.adoptNode(made));
        document.getElementById("import-sending")?.append(...waiting);
        if (document.getElementById("import-drop") !== null) {
            this.drop.listen();
        }
    }
}

writeNumbersAs(document.documentElement.lang);
if (document.getElementById("import-config") === null) {
    document.body.setAttribute("aria-busy", "false");
} else {
    new BatchPage(readJson("import-config")).start();
}
