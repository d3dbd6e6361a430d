/** What makes the pages of issues quicker; each does its work without this too. */

/** A template chosen fills the words below it, unless somebody has written there. */
export function fillFromTemplates(texts) {
    for (const select of document.querySelectorAll("select[data-fills]")) {
        const words = document.getElementById(select.dataset.fills);
        let filled = "";
        select.addEventListener("change", () => {
            const text = texts[select.value] ?? "";
            if (words.value.trim() === "" || words.value === filled) {
                words.value = text;
                filled = text;
            }
        });
    }
}

/** The kinds and their fields change places without the page: what was typed stays. */
export function chooseKindsInPlace(place) {
    const typed = new Map();
    place.addEventListener("click", (event) => {
        const link = event.target.closest("a[data-report-kind]");
        if (link === null || event.ctrlKey || event.metaKey || event.shiftKey) {
            return;
        }
        event.preventDefault();
        for (const field of place.querySelectorAll("textarea, input[type=text], select")) {
            typed.set(field.name, field.value);
        }
        exchange(place, link.href, typed).catch(() => window.location.assign(link.href));
    });
    window.addEventListener("popstate", () => window.location.reload());
}

async function exchange(place, address, typed) {
    const answer = await fetch(address, { credentials: "same-origin" });
    if (!answer.ok) {
        throw new Error(String(answer.status));
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const found = page.querySelector("[data-report]");
    if (found === null) {
        throw new Error("no form");
    }
    place.replaceChildren(...found.childNodes);
    for (const field of place.querySelectorAll("textarea, input[type=text], select")) {
        put(field, typed.get(field.name));
    }
    window.history.pushState(null, "", address);
    place.querySelector("select, input:not([type=hidden]), a")?.focus();
}

function put(field, value) {
    const fits =
        field.tagName !== "SELECT" || [...field.options].some((option) => option.value === value);
    if (value && fits) {
        field.value = value;
    }
}

/** Buttons for what is chosen stand there once something is. */
export function showWhenChosen(acts) {
    const form = acts.closest("form");
    const show = () => {
        acts.hidden = form.querySelector("input[name=item]:checked") === null;
    };
    form.addEventListener("change", show);
    window.addEventListener("pageshow", show);
    show();
}
