import { total } from "../core/choropleth.js";
import { fill, formatCount, formatShare } from "../core/format.js";
import { Choropleth } from "../map/choropleth.js";
import { fitArea } from "../map/create.js";
import { areaLabels, LabelsLayer } from "../map/labels.js";
import { byId } from "../ui/dom.js";
import { Sheet } from "../ui/sheet.js";
import { showSummary } from "../ui/summary.js";
import { markUnit, showUnitLegend, showUnits } from "../ui/unitlist.js";
import { pageInsets } from "./insets.js";

const SHEET_PEEK_REM = 6.8;

/** The map page of the tier above: areas and numbers, no household. */
export class UnitPage {
    constructor(config, map, status) {
        this.config = config;
        this.strings = config.strings;
        this.map = map;
        this.status = status;
        this.list = byId("units");
        this.choropleth = new Choropleth(map, {
            onSelect: (unit) => this.select(unit),
            textOf: (unit) =>
                fill(this.strings.unit_tooltip, {
                    name: unit.name,
                    share: formatShare(unit.covered, unit.households),
                    households: formatCount(unit.households),
                }),
        });
        this.sheet = new Sheet(byId("panel"), byId("sheet-handle"), {
            peek: SHEET_PEEK_REM,
            onSettle: () => {},
        });
    }

    showAreas(areas) {
        // Villages tell more than communes, but only some of those who see numbers have them.
        this.units = areas.villages.length > 0 ? areas.villages : areas.communes;
        this.communes = areas.communes;
        this.choropleth.show(this.units);
        new LabelsLayer(areaLabels(this.units, [])).addTo(this.map);
    }

    showData() {
        showUnits(this.list, this.units, {
            strings: this.strings,
            onChoose: (unit) => this.select(unit),
        });
        showUnitLegend(byId("legend"), this.units, this.strings);
        byId("list-caption").textContent = this.strings.units_caption;
        this.showFigures();
        if (this.units.length === 0) {
            this.status.empty(this.strings.empty);
        } else {
            this.status.ready();
        }
    }

    /** Communes have fewer hidden figures than villages, so their sums are the truer ones. */
    showFigures() {
        const units = this.communes.length > 0 ? this.communes : this.units;
        const text = ({ sum, partial }) => (partial ? `≥ ${formatCount(sum)}` : formatCount(sum));
        const [households, covered] = [total(units, "households"), total(units, "covered")];
        const never = units.map((unit) => ({ never: unit.recency?.never ?? null }));
        showSummary({
            total: text(households),
            coverage: covered.partial ? "–" : formatShare(covered.sum, households.sum),
            uncovered: text(total(units, "uncovered")),
            never: text(total(never, "never")),
        });
    }

    select(unit) {
        markUnit(this.list, unit.id);
        fitArea(this.map, this.choropleth.mark(unit.id), pageInsets());
    }
}
