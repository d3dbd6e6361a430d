/** Pages of household issues. All of them work without it. */
import { chooseKindsInPlace, fillFromTemplates, showWhenChosen } from "../ui/issues.js";

const templates = document.getElementById("answer-templates");
if (templates !== null) {
    fillFromTemplates(JSON.parse(templates.textContent));
}
const report = document.querySelector("[data-report]");
if (report !== null) {
    chooseKindsInPlace(report);
}
for (const acts of document.querySelectorAll("[data-acts]")) {
    showWhenChosen(acts);
}
