/** The map of "Hộ của tôi", which brings Leaflet: loaded when somebody opens it. */
export { showMine } from "../map/minemap.js";
