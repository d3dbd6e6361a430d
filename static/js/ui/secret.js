/**
 * Give a password field a button that shows what was typed: on a phone's small keys most failed
 * log-ins are typing mistakes. The texts come in data attributes of the wrapper.
 *
 * @param {HTMLElement} wrapper holds the input; data-show, data-hide and their -label forms
 */
export function addReveal(wrapper) {
    const input = wrapper.querySelector("input");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "secret-toggle";
    button.setAttribute("aria-controls", input.id);
    const show = (visible) => {
        input.type = visible ? "text" : "password";
        button.textContent = visible ? wrapper.dataset.hide : wrapper.dataset.show;
        button.setAttribute(
            "aria-label",
            visible ? wrapper.dataset.hideLabel : wrapper.dataset.showLabel,
        );
    };
    button.addEventListener("click", () => show(input.type === "password"));
    // A browser may remember what was sent from a text field; a password must not be kept so.
    input.form?.addEventListener("submit", () => show(false));
    show(false);
    wrapper.append(button);
}
