/**
 * Tabs after the ARIA pattern: one stop for Tab, arrows between them. All tabs share one panel,
 * whose content the page changes.
 */
export class Tabs {
    /**
     * @param {HTMLElement} tablist holds buttons with role="tab" and data-tab
     * @param {HTMLElement} panel
     * @param {(key: string) => void} onChange
     */
    constructor(tablist, panel, onChange) {
        this.buttons = [...tablist.querySelectorAll("[role=tab]")];
        this.panel = panel;
        this.onChange = onChange;
        for (const button of this.buttons) {
            button.addEventListener("click", () => this.choose(button.dataset.tab));
        }
        tablist.addEventListener("keydown", (event) => this.onKey(event));
    }

    onKey(event) {
        const index = this.buttons.indexOf(document.activeElement);
        const last = this.buttons.length - 1;
        const target = {
            ArrowRight: index === last ? 0 : index + 1,
            ArrowLeft: index === 0 ? last : index - 1,
            Home: 0,
            End: last,
        }[event.key];
        if (index !== -1 && target !== undefined) {
            event.preventDefault();
            this.buttons[target].focus();
            this.choose(this.buttons[target].dataset.tab);
        }
    }

    /** @param {string} key */
    choose(key) {
        this.mark(key);
        this.onChange(key);
    }

    /**
     * Show a tab as chosen without telling anybody.
     *
     * @param {string} key
     */
    mark(key) {
        for (const button of this.buttons) {
            const chosen = button.dataset.tab === key;
            button.setAttribute("aria-selected", String(chosen));
            button.tabIndex = chosen ? 0 : -1;
            if (chosen) {
                this.panel.setAttribute("aria-labelledby", button.id);
            }
        }
    }
}
