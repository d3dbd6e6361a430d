import { distanceMetres } from "./nearest.js";
import { LIGHT_RINGS, PEOPLE_FILLS, personColour } from "./palette.js";

/**
 * The state of a draft as its map editor holds it: what the server has confirmed (`base`), and what
 * this page has done since (`pending`). What is shown is one laid over the other, so that a refused
 * change goes without a trace and nobody else's work is lost under it.
 *
 * @typedef {{person: number, locked: boolean} | null} Held who is planned; null: nobody
 * @typedef {{household: number, before: Held, after: Held}} Change
 * @typedef {{id: number, code: string, head_name: string, size: number | null, village: number,
 *     group: number | null, lon: number | null, lat: number | null, provisional: boolean,
 *     present: number | null, person: number | null, locked: boolean}} Home
 * @typedef {{id: number, name: string, lon: number | null, lat: number | null,
 *     villages: number[], may_carry: boolean, capacity: number, elsewhere: number}} Person
 * @typedef {{given: number, total: number, capacity: number, room: number, over: number,
 *     metres: number | null}} Load given here, total with those elsewhere; mean metres
 * @typedef {{person: Person, metres: number | null, load: Load,
 *     obstacle: "own" | "banned" | "other_village" | "cannot_carry" | "far" | "full" | null,
 *     refused: boolean}} Option refused: the server would not have it
 */

/** What the server never accepts; the others are only told of. */
const REFUSED = new Set(["own", "banned", "other_village", "cannot_carry"]);

/** States of a plan that is over. */
const PAST = new Set(["amended", "ended"]);

export class Board {
    /** @param {object} data of `api/plans/<pk>/board/` */
    constructor(data) {
        /** @type {Map<number, Home>} */
        this.homes = new Map(data.households.map((home) => [home.id, home]));
        /** @type {Map<number, Person>} in the order of their names */
        this.people = new Map(data.people.map((person) => [person.id, person]));
        this.maxMetres = data.max_metres;
        // A plan that is over is told as it was resolved, whatever came after.
        this.isOver = PAST.has(data.plan?.state);
        this.own = new Set(data.own.map(([home, person]) => pairKey(home, person)));
        this.bans = new Set(data.bans.map((ban) => pairKey(ban.household, ban.person)));
        /** @type {Map<number, Held>} */
        this.base = new Map(data.households.map((home) => [home.id, heldOf(home)]));
        /** @type {Array<{changes: Change[]}>} */
        this.pending = [];
        this.colours = coloursOf([...this.people.keys()]);
        this.refold();
    }

    /** @param {Array<{changes: Change[]}>} operations not yet confirmed, in their order */
    setPending(operations) {
        this.pending = operations;
        this.refold();
    }

    /** @param {Change[]} changes that the server has written */
    confirm(changes) {
        for (const { household, after } of changes) {
            if (this.homes.has(household)) {
                this.base.set(household, after);
            }
        }
        this.refold();
    }

    /** Lay what is pending over what is confirmed, and count again. */
    refold() {
        this.held = new Map(this.base);
        for (const { changes } of this.pending) {
            for (const { household, after } of changes) {
                if (this.homes.has(household)) {
                    this.held.set(household, after);
                }
            }
        }
        this.count();
    }

    count() {
        /** @type {Map<number, number[]>} person → households */
        this.given = new Map([...this.people.keys()].map((id) => [id, []]));
        this.uncovered = [];
        for (const [household, held] of this.held) {
            if (this.isOpen(household)) {
                this.uncovered.push(household);
            }
            if (held === null) {
                continue;
            }
            if (this.given.has(held.person)) {
                this.given.get(held.person).push(household);
            } else {
                this.given.set(held.person, [household]);
            }
        }
    }

    /** @param {number} household @returns {Held} */
    heldBy(household) {
        return this.held.get(household) ?? null;
    }

    /** @param {number} household @returns {boolean} whether it is no household of the cell any more */
    isGone(household) {
        return !this.isOver && this.homes.get(household).gone === true;
    }

    /**
     * @param {number} household
     * @returns {boolean} whether whoever is planned may still be given it; of somebody whom the
     *     reader does not see the page knows nothing else
     */
    stands(household) {
        const who = this.people.get(this.heldBy(household)?.person);
        return (
            this.isOver ||
            who === undefined ||
            (who.may_carry &&
                worksIn(who, this.homes.get(household).village) &&
                !this.own.has(pairKey(household, who.id)))
        );
    }

    /** @param {number} household @returns {boolean} whether somebody is wanted for it */
    isOpen(household) {
        const held = this.heldBy(household);
        return !this.isGone(household) && (held === null || !this.stands(household));
    }

    /** @param {number} household @returns {boolean} planned, and nothing would come of it */
    isStale(household) {
        const isPlanned = this.heldBy(household) !== null;
        return isPlanned && (this.isGone(household) || !this.stands(household));
    }

    /** @returns {number | null} metres between them; null where either has no position */
    metres(household, person) {
        const [home, who] = [this.homes.get(household), this.people.get(person)];
        return isPlaced(home) && isPlaced(who)
            ? distanceMetres([home.lon, home.lat], [who.lon, who.lat])
            : null;
    }

    /** @param {number} id @returns {Load} */
    load(id) {
        const person = this.people.get(id);
        const given = (this.given.get(id) ?? []).filter((household) => !this.isGone(household));
        const total = given.length + (person?.elsewhere ?? 0);
        const capacity = person?.capacity ?? 0;
        return {
            given: given.length,
            total,
            capacity,
            room: Math.max(0, capacity - total),
            over: Math.max(0, total - capacity),
            metres: mean(given.map((household) => this.metres(household, id))),
        };
    }

    /** @returns {{total: number, uncovered: number, metres: number | null, over: number}} */
    summary() {
        const metres = [];
        for (const [household, held] of this.held) {
            if (held !== null && !this.isStale(household)) {
                metres.push(this.metres(household, held.person));
            }
        }
        const over = [...this.people.keys()].filter((id) => this.load(id).over > 0).length;
        return {
            total: [...this.homes.keys()].filter((id) => !this.isGone(id)).length,
            uncovered: this.uncovered.length,
            metres: mean(metres),
            over,
        };
    }

    /**
     * Why a person cannot, or should rather not, be given a household.
     *
     * @param {number} household
     * @param {number} person
     * @returns {Option["obstacle"]}
     */
    obstacle(household, person) {
        const [home, who] = [this.homes.get(household), this.people.get(person)];
        if (this.own.has(pairKey(household, person))) {
            return "own";
        }
        if (this.bans.has(pairKey(household, person))) {
            return "banned";
        }
        if (!who.may_carry) {
            return "cannot_carry";
        }
        if (!worksIn(who, home.village)) {
            return "other_village";
        }
        const metres = this.metres(household, person);
        if (metres !== null && metres > this.maxMetres) {
            return "far";
        }
        return this.load(person).room === 0 && this.heldBy(household)?.person !== person
            ? "full"
            : null;
    }

    /**
     * Everybody, the nearest first; who cannot be given them comes last. Of several households the
     * distance is the mean, and the obstacle the gravest of any.
     *
     * @param {number[]} households
     * @returns {Option[]}
     */
    options(households) {
        const found = [...this.people.values()].map((person) => {
            const obstacles = households.map((household) => this.obstacle(household, person.id));
            const obstacle =
                obstacles.find((each) => REFUSED.has(each)) ?? obstacles.find(Boolean) ?? null;
            return {
                person,
                metres: mean(households.map((household) => this.metres(household, person.id))),
                load: this.load(person.id),
                obstacle,
                refused: REFUSED.has(obstacle),
            };
        });
        const far = (option) => option.metres ?? Number.POSITIVE_INFINITY;
        return found.sort((a, b) => a.refused - b.refused || compare(far(a), far(b)));
    }

    /**
     * What giving households to somebody would change: locked ones and those the server would not
     * have stay as they are.
     *
     * @param {number[]} households
     * @param {number | null} person
     * @returns {{changes: Change[], locked: number[], refused: number[]}}
     */
    giving(households, person) {
        const [changes, locked, refused] = [[], [], []];
        const after = person === null ? null : { person, locked: false };
        const unlike = households.filter((id) => (this.heldBy(id)?.person ?? null) !== person);
        for (const household of unlike) {
            const before = this.heldBy(household);
            if (before?.locked) {
                locked.push(household);
            } else if (person !== null && REFUSED.has(this.obstacle(household, person))) {
                refused.push(household);
            } else {
                changes.push({ household, before, after });
            }
        }
        return { changes, locked, refused };
    }

    /**
     * @param {number[]} households those without anybody are passed over
     * @param {boolean} locked
     * @returns {Change[]}
     */
    locking(households, locked) {
        const changes = [];
        for (const household of households) {
            const before = this.heldBy(household);
            if (before !== null && before.locked !== locked) {
                changes.push({ household, before, after: { ...before, locked } });
            }
        }
        return changes;
    }

    /**
     * @param {number} household from which to go on
     * @returns {number | null} the nearest other one without anybody; those on no map come last
     */
    nextGap(household) {
        const from = this.homes.get(household);
        const far = (id) => {
            const home = this.homes.get(id);
            return isPlaced(from) && isPlaced(home)
                ? distanceMetres([from.lon, from.lat], [home.lon, home.lat])
                : Number.POSITIVE_INFINITY;
        };
        const others = this.uncovered.filter((id) => id !== household);
        return others.sort((a, b) => compare(far(a), far(b)))[0] ?? null;
    }

    /** @param {boolean} banned whether the committee keeps the two apart */
    ban(household, person, banned) {
        this.bans[banned ? "add" : "delete"](pairKey(household, person));
    }

    /** @param {number} household @returns {number[]} all at its point, itself among them */
    sharing(household) {
        const home = this.homes.get(household);
        if (!isPlaced(home)) {
            return [household];
        }
        return [...this.homes.values()]
            .filter(({ lon, lat }) => lon === home.lon && lat === home.lat)
            .map(({ id }) => id);
    }

    /** @param {number} person @returns {string[]} CSS: of filling, ring, and letters on it */
    colour(person) {
        const fill = PEOPLE_FILLS[this.colours.get(person) ?? personColour(person)];
        const ring = LIGHT_RINGS[fill];
        return ring === undefined ? [fill, "#ffffff", "#ffffff"] : [fill, ring, "#16232e"];
    }
}

/**
 * The colour of each person: the one they have on every map, unless a colleague has it already and
 * another is free.
 *
 * @param {number[]} people keys
 * @returns {Map<number, number>} person → index into PEOPLE_FILLS
 */
export function coloursOf(people) {
    const found = new Map();
    const taken = new Set();
    for (const person of [...people].sort((a, b) => a - b)) {
        let colour = personColour(person);
        for (let tries = 1; taken.has(colour) && tries < PEOPLE_FILLS.length; tries += 1) {
            colour = (colour + 1) % PEOPLE_FILLS.length;
        }
        taken.add(colour);
        if (taken.size === PEOPLE_FILLS.length) {
            taken.clear();
        }
        found.set(person, colour);
    }
    return found;
}

/**
 * What others wrote, as changes of households; in the order of the edits, the last word last.
 *
 * @param {Array<{changes: object[]}>} edits as `api/plans/<pk>/edits/` tells them
 * @returns {Change[]}
 */
export function changesOf(edits) {
    return edits.flatMap(({ changes }) =>
        changes.filter(({ what }) => what === "pair").map(changeOf),
    );
}

/**
 * @param {{household: number, before: number | null, after: number | null, locked?: boolean,
 *     was_locked?: boolean}} told
 */
export function changeOf({ household, before, after, locked = false, was_locked = false }) {
    return {
        household,
        before: before === null ? null : { person: before, locked: was_locked },
        after: after === null ? null : { person: after, locked },
    };
}

/** @param {Change[]} changes @returns {Change[]} what takes them back */
export function inverse(changes) {
    return changes.map(({ household, before, after }) => ({
        household,
        before: after,
        after: before,
    }));
}

/** @param {string} name @returns {string} one or two letters for a small mark: the given name's */
export function initialOf(name) {
    const words = name.trim().split(/\s+/);
    return [...(words.at(-1) ?? "")].slice(0, 1).join("").toLocaleUpperCase("vi");
}

function heldOf({ person, locked }) {
    return person === null ? null : { person, locked };
}

/** @param {Person} person @param {number} village @returns {boolean} */
function worksIn({ villages }, village) {
    return villages.length === 0 || villages.includes(village);
}

function pairKey(household, person) {
    return `${household} ${person}`;
}

/** @returns {boolean} whether there is a position */
export function isPlaced(place) {
    return place !== undefined && typeof place.lon === "number" && typeof place.lat === "number";
}

function compare(a, b) {
    return a === b ? 0 : a - b;
}

/** @param {Array<number | null>} values @returns {number | null} of those that are known */
function mean(values) {
    const known = values.filter((value) => value !== null);
    return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}
