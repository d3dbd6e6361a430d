const AWAY_MS = 10 * 60 * 1000;
const LOOK_MS = 15 * 1000;
const SIGNS = ["pointerdown", "keydown", "scroll"];

/** Locks the app ten minutes after it was last touched, shown or not. */
export class AutoLock {
    /** @param {() => void} onLock */
    constructor(onLock) {
        this.onLock = onLock;
        this.touched = () => {
            this.last = Date.now();
        };
        this.look = () => {
            const away = Date.now() - this.last;
            // A clock that was changed says nothing; to be asked once more does no harm.
            if (away > AWAY_MS || away < -AWAY_MS) {
                this.onLock();
            }
        };
    }

    start() {
        this.stop();
        this.touched();
        for (const sign of SIGNS) {
            window.addEventListener(sign, this.touched, { capture: true, passive: true });
        }
        document.addEventListener("visibilitychange", this.look);
        this.timer = setInterval(this.look, LOOK_MS);
    }

    stop() {
        for (const sign of SIGNS) {
            window.removeEventListener(sign, this.touched, { capture: true });
        }
        document.removeEventListener("visibilitychange", this.look);
        clearInterval(this.timer);
    }
}
