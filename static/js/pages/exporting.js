import { fill, formatCount } from "../core/format.js";
import { byId } from "../ui/dom.js";
import { downloadPost } from "../ui/download.js";
import { wordsFor } from "../ui/http.js";
import { registerAction } from "../ui/selectionbar.js";

const DOWNLOAD = "M12 3v12M7 10l5 5 5-5M4 20h16";

/**
 * The chosen households as a file: a button in their bar, and the dialog that asks in which form,
 * coordinate system and for what.
 *
 * @param {object} page a map page with a selection
 */
export function attachExport(page) {
    const dialog = byId("export-dialog");
    const form = byId("export-form");
    let chosen = [];
    registerAction({
        key: "export",
        label: page.strings.export_open,
        icon: DOWNLOAD,
        see: ({ config }) => Boolean(config.urls.export),
        run: (ids) => {
            chosen = ids;
            note("");
            dialog.showModal();
        },
    });
    byId("export-close").addEventListener("click", () => dialog.close());
    form.addEventListener("submit", async (event) => {
        event.preventDefault();
        const button = byId("export-run");
        button.disabled = true;
        try {
            await download(page, chosen, new FormData(form));
            page.selectionBar.note(
                fill(page.strings.export_done, { n: formatCount(chosen.length) }),
            );
            dialog.close();
        } catch (error) {
            note(wordsFor(error, page.strings, page.strings.export_failed));
        } finally {
            button.disabled = false;
        }
    });
}

async function download({ config, strings }, ids, form) {
    const token = document.querySelector("#selection-bar [name=csrfmiddlewaretoken]").value;
    note(strings.export_working);
    const body = { ids, ...Object.fromEntries(form) };
    await downloadPost(config.urls.export, body, token);
}

function note(text) {
    byId("export-note").textContent = text;
}
