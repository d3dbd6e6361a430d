/**
 * Pack the modules of each page into one file, for sites in operation; and style sheets, where a
 * page has many. Bootstrap is trimmed to what is used, everywhere.
 *
 *   node scripts/bundle.mjs           write static/dist anew
 *   node scripts/bundle.mjs --check   compare only; exit 1 and name each difference
 *
 * Development and tests use the modules as they are. A phone far from the server would ask for a
 * hundred of them a few at a time, each with its way there and back.
 */
import { readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { trimmedBootstrap } from "./trim.mjs";

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const TARGET = join(ROOT, "static", "dist");
const PAGES = [
    "boundaries",
    "doubles",
    "household",
    "imports",
    "issues",
    "map",
    "mine",
    "minemap",
    "mineworker",
    "planmap",
    "positions",
    "shell",
    "trip",
];
const STYLED = ["map", "mine", "planmap"];
/** As the import map in templates/base.html has them. */
const VENDOR = {
    leaflet: "leaflet/leaflet.esm.js",
    pbf: "pbf/index.js",
    "@mapbox/point-geometry": "mapbox/point-geometry/index.js",
    "@mapbox/vector-tile": "mapbox/vector-tile/index.js",
    "@geoman-io/leaflet-geoman-free": "geoman-io/leaflet-geoman-free/leaflet-geoman.esm.js",
};

const vendored = Object.entries(VENDOR).map(([name, path]) => [
    name,
    join(ROOT, "static", "vendor", path),
]);

const { outputFiles, warnings } = await build({
    absWorkingDir: ROOT,
    entryPoints: [
        ...PAGES.map((page) => ({ in: join("static", "js", "pages", `${page}.js`), out: page })),
        ...STYLED.map((page) => ({ in: join("static", "css", "pages", `${page}.css`), out: page })),
    ],
    // Pictures stay where they are; `static/dist` lies as deep as `static/css`.
    external: ["../img/*"],
    alias: Object.fromEntries(vendored),
    outdir: TARGET,
    write: process.argv[2] !== "--check",
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    charset: "utf8",
    legalComments: "eof",
    logLevel: "warning",
});

const bootstrap = { path: join(TARGET, "bootstrap.css"), contents: await trimmedBootstrap(ROOT) };
if (process.argv[2] !== "--check") {
    await writeFile(bootstrap.path, bootstrap.contents);
}

if (warnings.length > 0) {
    process.exitCode = 1;
}
if (process.argv[2] === "--check") {
    const made = new Map([...outputFiles, bootstrap].map(({ path, contents }) => [path, contents]));
    const there = (await readdir(TARGET)).map((name) => join(TARGET, name));
    const different = [];
    for (const path of new Set([...made.keys(), ...there])) {
        const kept = await readFile(path).catch(() => null);
        if (kept === null || !made.has(path) || Buffer.compare(kept, made.get(path)) !== 0) {
            different.push(relative(ROOT, path));
        }
    }
    if (different.length > 0) {
        console.error(`out of date, run "npm run bundle": ${different.join(", ")}`);
        process.exitCode = 1;
    }
}
