/** One household's page: a little map of where it stands. */
import { showHome } from "../map/home.js";
import { readMapOptions } from "../map/options.js";
import { byId, readJson } from "../ui/dom.js";

showHome(byId("home-map"), readMapOptions("home-map"), readJson("household-config"));
