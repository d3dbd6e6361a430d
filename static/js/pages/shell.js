/** What every page needs: the menu in the header. */
import { closeWhenLeft } from "../ui/menu.js";

for (const details of document.querySelectorAll("details[data-menu]")) {
    closeWhenLeft(details);
}
