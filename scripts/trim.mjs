/**
 * Bootstrap as far as it is used: a tenth of its rules is, and the others cost a phone on a thin line
 * more than all that is our own.
 *
 * A rule stays where every class, tag and attribute it names stands as a word anywhere in what may
 * write HTML, so whoever begins to use a class has it after the next `npm run bundle`.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { transform } from "esbuild";
import { PurgeCSS } from "purgecss";

const SOURCES = ["templates/**/*.html", "static/js/**/*.js", "apps/**/*.py", "gis_project/**/*.py"];

/**
 * @param {string} root the project's folder
 * @returns {Promise<Uint8Array>}
 */
export async function trimmedBootstrap(root) {
    const path = join(root, "static", "vendor", "bootstrap", "bootstrap.min.css");
    const raw = await readFile(path, "utf8");
    const [{ css }] = await new PurgeCSS().purge({
        content: SOURCES.map((source) => join(root, source)),
        css: [{ raw }],
    });
    const { code } = await transform(css, { loader: "css", minify: true, legalComments: "inline" });
    return new TextEncoder().encode(code);
}
