// Assembles a page of invented data as the command does: node fixture_page.mjs BUNDLE OUT.html N [national|private|english|plain]...
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { makeData } from './fixture_data.mjs';
import { makeCircles } from './fixture_circles.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
// As small as the command makes them, unless that takes a test too long.
const block = (doc, level) => (doc ? zlib.deflateSync(JSON.stringify(doc), { level }).toString('base64') : '');
const hash = text => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

function withoutScript({ head }, rows) {
    const counts = new Map();
    for (const row of rows) counts.set(`${row.family} ${row.circle}`, (counts.get(`${row.family} ${row.circle}`) || 0) + 1);
    const lines = [1, 2, 3, 4, 5, 6, 7, 8]
        .map(
            f =>
                `<tr><th scope="row">${f}</th>${[0, 1, 2, 3, 4].map(c => `<td>${counts.get(`${f} ${c}`) || 'aucune connue'}</td>`).join('')}</tr>`,
        )
        .join('');
    return `${head.private ? '<p class="private">Contient des données personnelles — ne pas transmettre</p>' : ''}<h1>${head.title}</h1><p>${head.subtitle}</p><table><caption>Familles et cercles</caption><thead><tr><th scope="col">Famille</th>${['C0', 'C1a', 'C1b', 'C2', 'C3'].map(c => `<th scope="col">${c}</th>`).join('')}</tr></thead><tbody>${lines}</tbody></table><p>La liste est dans le fichier ${head.csv}.</p><p>${head.attribution}</p>`;
}

export function makePage({ bundle, template = path.join(here, '../../maps/page/template.html') }, options) {
    const read = name => fs.readFileSync(path.join(bundle, name), 'utf8'),
        script = read('app.js'),
        style = read('app.css');
    const { data, details, contours, rows } = makeData(options);
    const level = options.n > 20000 ? 5 : 9;
    const csp = `default-src 'none'; script-src ${hash(script)}; style-src ${hash(style)}; img-src data: blob:; base-uri 'none'; form-action 'none'`;
    const values = {
        LANG: data.head.language,
        TITLE: data.head.title,
        CSP: csp,
        STYLE: style,
        SCRIPT: script,
        CIRCLES: makeCircles(rows),
        NOSCRIPT: withoutScript(data, rows),
        DATA: block(data, level),
        DETAILS: block(details, level),
        CONTOURS: block(contours, level),
        LICENCES: read('licences.html'),
    };
    return fs.readFileSync(template, 'utf8').replace(/%%([A-Z]+)%%/g, (_, name) => values[name]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
    const [bundle, out, n, ...flags] = process.argv.slice(2);
    const page = makePage(
        { bundle },
        {
            n: +n,
            national: flags.includes('national'),
            privateAnswers: flags.includes('private'),
            language: flags.includes('english') ? 'en' : 'fr',
            contours: !flags.includes('plain'),
        },
    );
    fs.writeFileSync(out, page);
    console.log(`${out}: ${page.length} bytes`);
}
