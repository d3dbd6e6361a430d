/**
 * Copy the browser packages that pages use from node_modules to static/vendor.
 *
 *   node scripts/vendor.mjs           write static/vendor anew
 *   node scripts/vendor.mjs --check   compare only; exit 1 and name each difference
 *
 * The versions are those of the committed package-lock.json (`npm ci` first). Only the files
 * listed in PACKAGES are copied, each with its licence, and static/vendor/manifest.json records
 * the version of each package and the SHA-256 of each file.
 */
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, extname, join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const TARGET = join(ROOT, "static", "vendor");

/** Files wanted of each package: path inside the package → path inside its folder. */
const PACKAGES = {
    "@geoman-io/leaflet-geoman-free": {
        LICENSE: "LICENSE",
        "dist/leaflet-geoman.min.js": "leaflet-geoman.esm.js",
        "dist/leaflet-geoman.css": "leaflet-geoman.css",
    },
    "@mapbox/point-geometry": { LICENSE: "LICENSE", "index.js": "index.js" },
    "@mapbox/vector-tile": { "LICENSE.txt": "LICENSE.txt", "index.js": "index.js" },
    bootstrap: {
        LICENSE: "LICENSE",
        "dist/css/bootstrap.min.css": "bootstrap.min.css",
    },
    leaflet: {
        LICENSE: "LICENSE",
        "dist/leaflet-src.esm.js": "leaflet.esm.js",
        // For the page that is read without a network, where no module can be imported.
        "dist/leaflet.js": "leaflet.js",
        "dist/leaflet.css": "leaflet.css",
        "dist/images/layers.png": "images/layers.png",
        "dist/images/layers-2x.png": "images/layers-2x.png",
        "dist/images/marker-icon.png": "images/marker-icon.png",
        "dist/images/marker-icon-2x.png": "images/marker-icon-2x.png",
        "dist/images/marker-shadow.png": "images/marker-shadow.png",
    },
    pbf: { LICENSE: "LICENSE", "index.js": "index.js" },
};

/**
 * What is set around a script that expects a global `L`, so that it becomes a module: Leaflet's
 * exports cannot be added to, so it gets a copy of them. By source path inside node_modules.
 */
const AROUND = {
    "@geoman-io/leaflet-geoman-free/dist/leaflet-geoman.min.js": [
        'import * as leaflet from "leaflet";\nconst L = { ...leaflet };\n',
        "\nexport const { PM } = L;\n",
    ],
};

/**
 * @param {string} name of a package
 * @returns {string} its folder below static/vendor; an "@" would be written %40 in addresses
 */
function folderOf(name) {
    return name.replace("@", "");
}

/** A source map is not copied, so a comment that names one would break the manifest storage. */
const SOURCE_MAP_COMMENTS = [
    /^\/\/[#@] sourceMappingURL=\S*[ \t]*\r?\n?/gm,
    /\/\*[#@] sourceMappingURL=[^*]*\*\/\s*/g,
];

/**
 * @param {string} path where the bytes come from; only .js and .css are text to be changed
 * @param {Buffer} bytes
 * @returns {Buffer} the bytes without source map comments
 */
function withoutSourceMap(path, bytes) {
    if (![".js", ".css"].includes(extname(path))) {
        return bytes;
    }
    let text = bytes.toString("utf8");
    for (const pattern of SOURCE_MAP_COMMENTS) {
        text = text.replace(pattern, "");
    }
    return Buffer.from(text, "utf8");
}

/**
 * @param {string} path inside node_modules
 * @param {Buffer} bytes
 * @returns {Buffer} the bytes with what AROUND says of this file
 */
function asModule(path, bytes) {
    const [before, after] = AROUND[path] ?? ["", ""];
    return Buffer.concat([Buffer.from(before), bytes, Buffer.from(after)]);
}

/** @returns {Promise<Record<string, string>>} package name → version in package-lock.json */
async function lockedVersions() {
    const lock = JSON.parse(await readFile(join(ROOT, "package-lock.json"), "utf8"));
    return Object.fromEntries(
        Object.keys(PACKAGES).map((name) => [name, lock.packages[`node_modules/${name}`].version]),
    );
}

/**
 * @param {string} name
 * @param {string} version the locked one
 * @throws {Error} when the package is not installed or is another version
 */
async function requireInstalled(name, version) {
    const path = join(ROOT, "node_modules", name, "package.json");
    const text = await readFile(path, "utf8").catch(() => {
        throw new Error(`${name} is not installed: run "npm ci" first`);
    });
    const installed = JSON.parse(text).version;
    if (installed !== version) {
        throw new Error(`${name} ${installed} is installed, the lock says ${version}: "npm ci"`);
    }
}

/**
 * Write every wanted file and the manifest below `target`, which is emptied first.
 *
 * @param {string} target
 */
async function generate(target) {
    const versions = await lockedVersions();
    const manifest = {};
    await rm(target, { recursive: true, force: true });
    for (const [name, files] of Object.entries(PACKAGES)) {
        await requireInstalled(name, versions[name]);
        const hashes = {};
        for (const [from, to] of Object.entries(files)) {
            const source = join(ROOT, "node_modules", name, from);
            const original = withoutSourceMap(source, await readFile(source));
            const bytes = asModule(`${name}/${from}`, original);
            const destination = join(target, folderOf(name), to);
            await mkdir(dirname(destination), { recursive: true });
            await writeFile(destination, bytes);
            hashes[to] = createHash("sha256").update(bytes).digest("hex");
        }
        manifest[name] = { version: versions[name], sha256: hashes };
    }
    const text = `${JSON.stringify(manifest, null, 4)}\n`;
    await writeFile(join(target, "manifest.json"), text);
}

/**
 * @param {string} folder
 * @returns {Promise<Map<string, Buffer>>} path below folder (with "/") → contents
 */
async function contents(folder) {
    const found = new Map();
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    for (const entry of entries.filter((each) => each.isFile())) {
        const path = join(entry.parentPath ?? entry.path, entry.name);
        found.set(relative(folder, path).split(sep).join("/"), await readFile(path));
    }
    return found;
}

/**
 * @param {Map<string, Buffer>} wanted
 * @param {Map<string, Buffer>} present
 * @returns {string[]} one line a difference, sorted by path
 */
function differences(wanted, present) {
    const paths = [...new Set([...wanted.keys(), ...present.keys()])].sort();
    return paths.flatMap((path) => {
        if (!present.has(path)) {
            return [`missing: ${path}`];
        }
        if (!wanted.has(path)) {
            return [`not from a package: ${path}`];
        }
        return wanted.get(path).equals(present.get(path)) ? [] : [`differs: ${path}`];
    });
}

/** @returns {Promise<number>} exit code: 0 the same, 1 something differs */
async function check() {
    const folder = await mkdtemp(join(tmpdir(), "gandan-vendor-"));
    try {
        const fresh = join(folder, "vendor");
        await generate(fresh);
        const found = differences(await contents(fresh), await contents(TARGET));
        for (const line of found) {
            console.error(`static/vendor ${line}`);
        }
        return found.length === 0 ? 0 : 1;
    } finally {
        await rm(folder, { recursive: true, force: true });
    }
}

/**
 * @param {string[]} args
 * @returns {Promise<number>} exit code
 */
async function main(args) {
    if (args.length === 0) {
        await generate(TARGET);
        return 0;
    }
    if (args.length === 1 && args[0] === "--check") {
        return await check();
    }
    console.error("usage: node scripts/vendor.mjs [--check]");
    return 2;
}

try {
    process.exitCode = await main(process.argv.slice(2));
} catch (error) {
    console.error(error.message);
    process.exitCode = 1;
}
