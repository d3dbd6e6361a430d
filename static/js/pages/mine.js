/** "Hộ của tôi" on a phone, with a signal or without. */
import { App } from "../phone/app.js";
import { readJson } from "../ui/dom.js";

new App(readJson("mine-config")).start();
