// Bundles the modules of the pages with the libraries they use: app.js, app.css and licences.html, and caseload.js and caseload.css, in the
// directory given.
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const out = process.argv[2];
if (!out) {
    console.error('usage: node build.mjs OUTDIR [NODE_MODULES]');
    process.exit(2);
}
// Out of tree, the libraries may be beside the build and not beside the sources.
const modules = path.resolve(process.argv[3] || path.join(here, 'node_modules'));
const require = createRequire(path.join(modules, 'x.js'));
const esbuild = require(path.join(modules, 'esbuild'));
const UNUSED =
    /popup|tooltip|control-layers|control-attribution|attribution-flag|vml|zoom-box|overlay-image|marker-draggable|quirks|-ie/;
const BUNDLED = ['fflate', 'kdbush', 'leaflet', 'supercluster', 'topojson-client'];

const read = (...names) => fs.readFileSync(path.join(...names), 'utf8');
const escape = text => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

function script(entry) {
    const result = esbuild.buildSync({
        absWorkingDir: here,
        entryPoints: [entry],
        bundle: true,
        minify: true,
        format: 'iife',
        charset: 'utf8',
        target: 'es2020',
        legalComments: 'none',
        nodePaths: [modules],
        write: false,
        logLevel: 'warning',
    });
    return result.outputFiles[0].text.trim();
}

function style(...names) {
    // Rules of controls that the page does not have go, and with them their pictures: nothing is fetched.
    const leaflet = read(modules, 'leaflet/dist/leaflet.css')
        .replace(/\/\*[^]*?\*\//g, '')
        .replace(/([^{}]+)\{[^{}]*\}/g, (rule, selectors) => {
            const kept = selectors
                .split(',')
                .filter(selector => !UNUSED.test(selector))
                .join(',');
            return kept.trim() ? rule.replace(selectors, kept) : '';
        })
        .replace(/url\([^)]*\)/g, 'none');
    return minified(leaflet + names.map(name => read(here, name)).join(''));
}

const minified = css => esbuild.transformSync(css, { loader: 'css', minify: true, charset: 'utf8' }).code.trim();

function licences(names) {
    return names.map(name => {
        const about = JSON.parse(read(modules, name, 'package.json'));
        return `<h3>${escape(`${name} ${about.version} (${about.license})`)}</h3><pre>${escape(read(modules, name, 'LICENSE').trim())}</pre>`;
    }).join('\n');
}

// What would end the element it is put in, or open a comment there.
function embeddable(text, name) {
    if (/<\/(script|style)|<!--/i.test(text)) throw new Error(`${name} cannot be put in a page`);
    return text;
}

fs.mkdirSync(out, { recursive: true });
const write = (name, text) => fs.writeFileSync(path.join(out, name), embeddable(text, name));
write('app.js', script('src/main.js'));
write('app.css', style('style.css'));
write('licences.html', licences(BUNDLED));
write('caseload.js', script('src/caseload/main.js'));
write('caseload.css', style('style.css', 'caseload.css'));
