// The page that the command writes, of the demonstration territory: the same promises, on real bytes.
import fs from 'node:fs';
import path from 'node:path';
import { execFileSync } from 'node:child_process';
import { violations } from './axe.mjs';
import { open } from './browser.mjs';
import { STATES } from './states.mjs';
import { equal, truth } from './tap.mjs';

const LIMIT = 1000000,
    DEGREE = 0.00001;

// RFC 4180, as the command and the page write it.
function readCsv(text) {
    const rows = [[]];
    let field = '',
        quoted = false;
    for (let k = 0; k < text.length; k++) {
        const c = text[k];
        if (quoted) {
            if (c !== '"') field += c;
            else if (text[k + 1] === '"') {
                field += c;
                k++;
            } else quoted = false;
        } else if (c === '"') quoted = true;
        else if (c === ',' || c === '\n') {
            rows[rows.length - 1].push(field);
            field = '';
            if (c === '\n') rows.push([]);
        } else field += c;
    }
    rows.pop();
    const [names, ...lines] = rows;
    return lines.map(line => Object.fromEntries(names.map((name, k) => [name, line[k]])));
}

// What repeats a row of the list is left out.
function distinct(csv) {
    const rows = readCsv(csv),
        ids = new Set(rows.map(row => row.id));
    return rows.filter(row => !ids.has(row.duplicate_of));
}

const near = (a, b) => a === b || (a !== '' && b !== '' && Math.abs(a - b) <= DEGREE);

export async function commandSuite({ test }, { browser, seen, work }) {
    const orbite = process.env.ORBITE,
        folder = path.join(work, 'demo'),
        build = process.env.ORBITE_BUILDDIR;
    const run = words =>
        execFileSync(orbite, words, {
            cwd: work,
            env: { ...process.env, ORBITE_LOCALEDIR: path.join(build || '', 'po') },
            maxBuffer: 64 * LIMIT,
        }).toString();
    if (!orbite || !fs.existsSync(orbite)) {
        await test('the page of the command can be made', () => 'no orbite');
        return;
    }
    fs.rmSync(folder, { recursive: true, force: true });
    run(['demo', '-q', folder, '--seed', '1', '--offers', '1000']);
    const write = (name, language) => {
        run(['map', 'page', '-q', '--lang', language, '-d', path.join(folder, 'territory.orbite'), '-o', path.join(folder, name)]);
        return path.join(folder, name);
    };
    const file = write('page.html', 'fr');
    const opened = await open(browser, file),
        { page } = opened;
    await test('the command writes a page that opens, under its policy, and is small', async () => {
        truth(fs.statSync(file).size < LIMIT, `${fs.statSync(file).size} bytes`);
        truth(
            /^default-src 'none'; script-src 'sha256-[\w+/=]+'; style-src 'sha256-[\w+/=]+'; img-src data: blob:; base-uri 'none'; form-action 'none'$/.test(
                await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content'),
            ),
            'policy',
        );
        truth((await page.locator('.row').count()) > 10 && (await page.locator('.cluster').count()) > 5, 'lines and counts');
    });
    await test('the same territory gives the same bytes', () => {
        const before = fs.readFileSync(file);
        equal(fs.readFileSync(write('page.html', 'fr')).equals(before), true, 'bytes');
    });
    for (const [name, state] of Object.entries(STATES))
        await test(`axe finds nothing on the page of the command: ${name}`, async () => {
            await state.go(page);
            equal(await violations(page), [], 'violations');
            if (state.back) await state.back(page);
        });
    await test('every mark of its circles has its line', async () => {
        await page.evaluate(() => {
            location.hash = 'd=0';
        });
        equal(
            await page.evaluate(() => [
                document.querySelectorAll('g.m').length > 20,
                document.querySelectorAll('g.m.dim, g.b.dim').length,
            ]),
            [true, 0],
            'marks, dimmed',
        );
    });
    await test('each of its sheets has every line, and none says a value that is no word', async () => {
        const odd = await page.evaluate(() => {
            const found = [];
            for (const row of [...document.querySelectorAll('.row')].slice(0, 40)) {
                row.click();
                const words = document.querySelector('#fiche').textContent;
                if (document.querySelectorAll('#fiche .line').length !== 10 || /undefined|null|NaN|\[object|Invalid/.test(words))
                    found.push(words);
            }
            return found;
        });
        equal(odd, [], 'sheets');
        await page.keyboard.press('Escape');
    });
    seen.push(opened.seen);
    await opened.close();
    await withoutScript({ test }, { browser, file, seen, run, folder });
    await exported({ test }, { browser, seen, run, file, folder });
    await test('an English page of the command is in English', async () => {
        const english = await open(browser, write('english.html', 'en'));
        equal(
            await english.page.evaluate(() => [document.documentElement.lang, document.querySelector('#tab-map').textContent]),
            ['en', 'Map'],
            'language',
        );
        equal(await violations(english.page), [], 'violations');
        seen.push(english.seen);
        await english.close();
    });
}

async function withoutScript({ test }, { browser, file, seen, run, folder }) {
    await test('without script the page of the command shows its circles, its counts and the name of its list', async () => {
        const opened = await open(browser, file, { javaScriptEnabled: false }),
            box = await opened.page.locator('#circles svg').boundingBox(),
            words = await opened.page.locator('body').innerText();
        truth(box && box.width > 300, 'circles');
        truth((await opened.page.locator('table').count()) > 0 && /\.csv/.test(words), words.slice(0, 400));
        const csv = run(['map', 'csv', '-q', '-d', path.join(folder, 'territory.orbite')]);
        truth(readCsv(csv).length > distinct(csv).length, 'nothing is repeated in this territory');
        equal(+(await opened.page.locator('tr:last-child td:last-child').last().textContent()), distinct(csv).length, 'all');
        seen.push(opened.seen);
        await opened.close();
    });
}

async function exported({ test }, { browser, seen, run, file, folder }) {
    await test('the list that the page exports says what « orbite map csv » says', async () => {
        const opened = await open(browser, file, { acceptDownloads: true, fragment: 'd=0&v=tableau' });
        const [download] = await Promise.all([
            opened.page.waitForEvent('download'),
            opened.page.locator('.table-panel .act').first().click(),
        ]);
        const mine = readCsv(fs.readFileSync(await download.path(), 'utf8')),
            theirs = distinct(run(['map', 'csv', '-q', '-d', path.join(folder, 'territory.orbite')]));
        equal(
            mine.map(row => row.id),
            theirs.map(row => row.id),
            'identifiers',
        );
        const wrong = mine.flatMap((row, k) =>
            Object.keys(row)
                .filter(name => (/^(lon|lat)$/.test(name) ? !near(row[name], theirs[k][name]) : row[name] !== theirs[k][name]))
                .map(name => `${row.id} ${name}: ${row[name]} / ${theirs[k][name]}`),
        );
        equal(wrong.slice(0, 8), [], 'cells that differ');
        seen.push(opened.seen);
        await opened.close();
    });
}
