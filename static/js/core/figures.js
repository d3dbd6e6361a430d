/**
 * @param {object} unit with figures
 * @param {import("./themes.js").Theme} theme
 * @returns {Array<number | null>} households of each class; null: the figures do not tell
 */
export function figuresOf(unit, theme) {
    return theme.classes.map(({ key }) => {
        if (theme.facet === "coverage") {
            return unit[key] ?? null;
        }
        return theme.facet === "recency" ? (unit.recency?.[key] ?? null) : null;
    });
}
