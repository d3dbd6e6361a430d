/** The fields of an issue's kind, as the server's lists describe them. */
import { dayOf } from "../../core/phonemonth.js";
import { el } from "../../ui/dom.js";
import { field } from "./parts.js";

/** @returns {import("../../core/phoneissues.js").Entered} */
export function newEntry() {
    return { kind: "", details: {}, summary: "", wish: "", pass_on: true };
}

/**
 * @param {import("../../core/phoneissues.js").Field} spec
 * @param {Record<string, string | boolean>} details is written into
 * @param {() => void} onChange
 * @param {Record<string, string>} strings
 * @returns {HTMLElement & {fault: (text: string) => void}}
 */
export function entryField(spec, details, onChange, strings) {
    const input = INPUTS[spec.type](spec, details[spec.name], strings);
    input.addEventListener("input", () => {
        details[spec.name] = spec.type === "yes_no" ? YES_NO[input.value] : input.value;
        onChange();
    });
    return field(spec.label, input);
}

const YES_NO = { "": "", yes: true, no: false };

const INPUTS = {
    choice: ({ choices }, value, strings) =>
        select(
            choices.map(({ code, label }) => [code, label]),
            value ?? "",
            strings,
        ),
    yes_no: (_spec, value, strings) =>
        select(
            [
                ["yes", strings.yes],
                ["no", strings.no],
            ],
            { true: "yes", false: "no" }[String(value)] ?? "",
            strings,
        ),
    number: (_spec, value) => {
        const input = el("input", { type: "text", inputmode: "numeric", maxlength: "6" });
        input.value = value ?? "";
        return input;
    },
    date: (_spec, value) => {
        const input = el("input", { type: "date", max: dayOf(Date.now()) });
        input.value = value ?? "";
        return input;
    },
};

function select(choices, value, strings) {
    const made = el("select", {}, el("option", { value: "" }, strings.choose));
    for (const [code, label] of choices) {
        made.append(el("option", { value: code }, label));
    }
    made.value = value;
    return made;
}
