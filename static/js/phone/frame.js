import { fill } from "../core/format.js";
import { byId } from "../ui/dom.js";

/** Header, bar at the foot, and the screen between them. */
export class Frame {
    /** @param {Record<string, string>} strings */
    constructor(strings) {
        this.strings = strings;
        this.main = byId("main");
        this.nav = byId("mine-nav");
        this.title = byId("mine-title");
    }

    /**
     * @param {string} title
     * @param {HTMLElement & {renew?: () => void}} node
     * @param {{isInside: boolean, isTask?: boolean, focus?: HTMLElement}} how a task has the
     *     screen to itself, and a way back
     */
    put(title, node, { isInside, isTask = false, focus }) {
        this.title.textContent = title;
        this.main.replaceChildren(node);
        this.renew = node.renew;
        this.nav.hidden = !isInside || isTask;
        byId("mine-back").hidden = !isTask;
        byId("mine-mark").hidden = isTask;
        document.body.classList.toggle("mine-inside", isInside && !isTask);
        const here = location.hash === "" ? "#/" : location.hash;
        for (const link of this.nav.querySelectorAll("a")) {
            if (link.getAttribute("href") === here) {
                link.setAttribute("aria-current", "page");
            } else {
                link.removeAttribute("aria-current");
            }
        }
        window.scrollTo(0, 0);
        (focus ?? this.main).focus({ preventScroll: true });
    }

    /** @param {{waiting: number, refused: number}} counts */
    badge({ waiting, refused }) {
        const badge = byId("mine-badge");
        badge.hidden = waiting + refused === 0;
        badge.classList.toggle("mine-badge-refused", refused > 0);
        badge.textContent = fill(
            refused > 0 ? this.strings.badge_refused : this.strings.badge_waiting,
            { n: refused > 0 ? refused : waiting },
        );
    }
}
