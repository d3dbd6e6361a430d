/* Texts of the data become text nodes, never markup. */

function el(tag, className, ...children) {
    const element = document.createElement(tag);
    element.className = className;
    element.append(...children);
    return element;
}

/** A heading, and pairs of a name and a value. */
function facts(title, pairs) {
    const list = el("dl", "");
    for (const [name, value] of pairs) {
        list.append(el("dt", "", name), el("dd", "", value));
    }
    return el("div", "", el("h3", "", title), list);
}

function fill(text, values) {
    return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
}

/** Numbers as the reader's language writes them. */
class Numbers {
    constructor(language) {
        this.format = new Intl.NumberFormat(language === "en" ? "en-GB" : "vi-VN");
    }

    /** A number that is kept from this reader is a dot. */
    count(value) {
        return value === null ? "•" : this.format.format(value);
    }

    percent(part) {
        return part === null ? "–" : `${this.format.format(Math.floor(part * 1000) / 10)}%`;
    }
}
