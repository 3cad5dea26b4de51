// Runs the suites in one browser: node run.mjs SOURCES BUNDLE WORK [--accept] [suite]...
import fs from 'node:fs';
import path from 'node:path';
import { launch } from './browser.mjs';
import { makePage } from './fixture_page.mjs';
import { createTap, equal } from './tap.mjs';
import { caseloadSuite } from './suite_caseload.mjs';
import { columnsSuite } from './suite_columns.mjs';
import { commandSuite } from './suite_command.mjs';
import { edgesSuite } from './suite_edges.mjs';
import { emptySuite } from './suite_empty.mjs';
import { pageSuite } from './suite_page.mjs';
import { paperSuite } from './suite_paper.mjs';
import { reportSuite } from './suite_report.mjs';
import { statesSuite } from './suite_states.mjs';
import { viewsSuite } from './suite_views.mjs';
import { wordsSuite } from './suite_words.mjs';

const [sources, bundle, work, ...rest] = process.argv.slice(2),
    accept = rest.includes('--accept'),
    asked = rest.filter(word => !word.startsWith('-'));
const SUITES = {
    words: wordsSuite,
    columns: columnsSuite,
    views: viewsSuite,
    empty: emptySuite,
    edges: edgesSuite,
    page: pageSuite,
    paper: paperSuite,
    command: commandSuite,
    caseload: caseloadSuite,
    report: reportSuite,
    states: statesSuite,
};

// Invented pages, made when a suite asks for one.
const KINDS = {
    small: { n: 1000 },
    large: { n: 10000 },
    huge: { n: 100000, national: true },
    personal: { n: 300, privateAnswers: true },
    english: { n: 300, language: 'en' },
    long: { n: 40, long: true },
    odd: { n: 60, odd: true },
    nowhere: { n: 60, placed: false },
    undated: { n: 60, dated: false },
    none: { n: 0, contours: false },
};
function page(name) {
    const file = path.join(work, `${name}.html`);
    if (!made.has(name))
        fs.writeFileSync(file, makePage({ bundle, template: path.join(sources, 'maps/page/template.html') }, KINDS[name]));
    made.add(name);
    return file;
}

const made = new Set();
fs.mkdirSync(work, { recursive: true });
const tap = createTap(),
    browser = await launch(),
    seen = [];
const context = { browser, page, seen, sources, bundle, work, accept, looks: path.join(sources, 'tests/page/looks.json') };
for (const [name, suite] of Object.entries(SUITES)) if (!asked.length || asked.includes(name)) await suite(tap, context);
await tap.test('no page asked for anything outside itself', () =>
    equal(
        seen.flatMap(one => one.requests),
        [],
        'requests',
    ),
);
await tap.test('no page complained', () =>
    equal(
        seen.flatMap(one => one.complaints),
        [],
        'complaints',
    ),
);
await browser.close();
process.exitCode = tap.end() ? 0 : 1;
