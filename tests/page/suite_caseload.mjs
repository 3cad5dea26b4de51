// The page of a team, as the command writes it for invented persons: its promises in every state.
import fs from 'node:fs';
import path from 'node:path';
import { execFileSync } from 'node:child_process';
import { violations } from './axe.mjs';
import { open } from './browser.mjs';
import { createRandom } from './random.mjs';
import { WIDTHS } from './states.mjs';
import { equal, truth } from './tap.mjs';

const PERSONS = 40,
    BANNER = 'Contient des données personnelles — ne pas transmettre';

// How to reach each state, and what to undo before the next.
const STATES = {
    liste: { go: async () => {} },
    personne: { go: page => page.locator('.row').nth(1).click(), back: page => page.keyboard.press('Escape') },
    ressource: {
        go: async page => {
            await page.locator('.row').nth(1).click();
            await page.locator('.answers .link').first().click();
        },
        back: async page => {
            await page.keyboard.press('Escape');
            await page.keyboard.press('Escape');
        },
    },
    vide: {
        go: page => page.evaluate(() => ask('introuvable')),
        back: page => page.evaluate(() => ask('')),
    },
    carte: {
        go: page => page.click('#show-map'),
        back: async page => {
            const back = page.locator('.team-map .back');
            if (await back.isVisible()) await back.click();
        },
    },
    apropos: { go: page => page.click('.about'), back: page => page.keyboard.press('Escape') },
};

// Those of the demonstration territory, again and again, elsewhere and at other ages.
function makePersons(folder) {
    const random = createRandom(11),
        names = fs.readdirSync(path.join(folder, 'persons')).sort(),
        known = names.map(name => JSON.parse(fs.readFileSync(path.join(folder, 'persons', name), 'utf8'))),
        communes = JSON.parse(fs.readFileSync(path.join(folder, 'communes.geojson'), 'utf8')).features.map(f => f.properties.code);
    return Array.from({ length: PERSONS }, (_, k) => {
        const person = structuredClone(known[k % known.length]),
            situation = person.situation || person;
        situation.id = `dossier-${String(k + 1).padStart(3, '0')}`;
        situation.location = { commune: random.pick(communes), precision: 'municipality' };
        if (situation.birth) situation.birth = `${random.between(1950, 2020)}-0${random.between(1, 9)}-17`;
        if (random.chance(0.3)) situation.urgency_days = random.pick([0, 6, 25, 80, 200]);
        return person;
    });
}

const fresh = async (browser, file, options) => {
    const opened = await open(browser, file, options);
    await opened.page.evaluate(() => {
        window.print = () => {};
        // A text as if it were typed, without the delay of the typing.
        window.ask = text => {
            const search = document.querySelector('#search');
            search.value = text;
            search.dispatchEvent(new Event('input'));
            return new Promise(done => setTimeout(done, 180));
        };
    });
    return opened;
};

export async function caseloadSuite({ test }, { browser, seen, work }) {
    const orbite = process.env.ORBITE,
        folder = path.join(work, 'team'),
        build = process.env.ORBITE_BUILDDIR;
    if (!orbite || !fs.existsSync(orbite)) {
        await test('the page of a team can be made', () => 'no orbite');
        return;
    }
    const run = words => execFileSync(orbite, words, { cwd: work, env: { ...process.env, ORBITE_LOCALEDIR: path.join(build || '', 'po') } });
    fs.rmSync(folder, { recursive: true, force: true });
    run(['demo', '-q', folder, '--seed', '2', '--offers', '500']);
    fs.writeFileSync(path.join(folder, 'persons.json'), JSON.stringify(makePersons(folder)));
    const write = (name, language) => {
        const file = path.join(folder, name);
        run(['map', 'page', '--private', '--caseload', path.join(folder, 'persons.json'), '-d', path.join(folder, 'territory.orbite'), '--lang', language, '-o', file]);
        return file;
    };
    const context = { browser, seen, file: write('equipe.html', 'fr'), work };
    await states({ test }, context);
    await widths({ test }, context);
    await keyboard({ test }, context);
    await filters({ test }, context);
    await drawing({ test }, context);
    await ground({ test }, context);
    await paper({ test }, context);
    await without({ test }, context);
    await counts({ test }, { ...context, run, folder });
    await test('an English page of a team is in English', async () => {
        const opened = await fresh(browser, write('team.html', 'en'));
        equal(await opened.page.evaluate(() => [document.documentElement.lang, document.querySelector('#count').textContent]), ['en', '40 persons'], 'language');
        await opened.page.locator('.row').first().click();
        equal(await violations(opened.page), [], 'violations');
        seen.push(opened.seen);
        await opened.close();
    });
}

async function states({ test }, { browser, seen, file }) {
    for (const [scheme, width, forcedColors] of [
        ['light', 1440],
        ['dark', 1440],
        ['light', 320],
        ['dark', 640],
        ['light', 640, 'active'],
    ]) {
        const opened = await fresh(browser, file, { scheme, width, height: WIDTHS[width], forcedColors });
        for (const [name, state] of Object.entries(STATES)) {
            await state.go(opened.page);
            await test(`axe finds nothing on the page of a team: ${name}, ${scheme}, ${width}${forcedColors ? ', forced colours' : ''}`, async () =>
                equal(await violations(opened.page), [], 'violations'));
            if (state.back) await state.back(opened.page);
        }
        seen.push(opened.seen);
        await opened.close();
    }
}

async function widths({ test }, { browser, seen, file }) {
    await test('the page of a team needs no horizontal scroll, also with letters twice as large', async () => {
        for (const width of [1440, 640, 320])
            for (const size of ['100%', '200%']) {
                const opened = await fresh(browser, file, { width, height: WIDTHS[width] });
                await opened.page.evaluate(scale => {
                    document.documentElement.style.fontSize = scale;
                }, size);
                for (const name of ['liste', 'personne', 'ressource', 'carte']) {
                    await STATES[name].go(opened.page);
                    const wide = await opened.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
                    truth(wide <= 0, `${name} at ${width}, ${size}: ${wide} px too wide`);
                    if (STATES[name].back) await STATES[name].back(opened.page);
                }
                seen.push(opened.seen);
                await opened.close();
            }
    });
}

async function keyboard({ test }, { browser, seen, file }) {
    await test('everything is reached by keys, and the focus comes back', async () => {
        const opened = await fresh(browser, file),
            { page } = opened;
        const where = () => page.evaluate(() => document.activeElement.id || document.activeElement.dataset.person || document.activeElement.className);
        await page.keyboard.press('Tab');
        equal(await where(), 'skip', 'first stop');
        await page.keyboard.press('Enter');
        equal(await where(), 'list', 'after the skip link');
        await page.keyboard.press('Tab');
        await page.keyboard.press('ArrowDown');
        await page.keyboard.press('ArrowDown');
        equal(await where(), '2', 'third person');
        await page.keyboard.press('Enter');
        equal(await where(), 'person-title', 'title of the person');
        await page.keyboard.press('s');
        const next = await page.locator('#person-title').textContent();
        await page.keyboard.press('p');
        truth((await page.locator('#person-title').textContent()) !== next, 'the next person is another');
        await page.locator('.answers .link').first().focus();
        await page.keyboard.press('Enter');
        equal(await where(), 'dialog-title', 'sheet of a resource');
        await page.keyboard.press('Escape');
        equal(await where(), 'link', 'back to the resource');
        await page.keyboard.press('Escape');
        equal(await where(), '2', 'back to the person in the list');
        seen.push(opened.seen);
        await opened.close();
    });
}

async function filters({ test }, { browser, seen, file }) {
    await test('each choice of a filter gives the number of persons that it says, alone or with others', async () => {
        const opened = await fresh(browser, file),
            wrong = await opened.page.evaluate(() => {
                const said = () => +document.querySelector('#count').textContent.replace(/\D.*/, '') || 0,
                    lines = () => document.querySelectorAll('#rows .row').length,
                    found = [];
                for (const box of document.querySelectorAll('.filters input[name]')) {
                    const told = +box.closest('label').querySelector('.number').textContent;
                    box.click();
                    if (lines() !== told || (told && said() !== told)) found.push(`${box.name} ${box.value}: ${told}, ${lines()}`);
                    for (const other of document.querySelectorAll('.filters input[name]')) {
                        if (other.name === box.name) continue;
                        const both = +other.closest('label').querySelector('.number').textContent;
                        other.click();
                        if (lines() !== both) found.push(`${box.name} ${box.value}, ${other.name} ${other.value}: ${both}, ${lines()}`);
                        other.click();
                    }
                    box.click();
                }
                return found;
            });
        equal(wrong, [], 'choices');
        equal(await opened.page.locator('#rows .row').count(), PERSONS, 'persons at the end');
        seen.push(opened.seen);
        await opened.close();
    });
    await test('a person is found by what is said of them, and nobody by what is not', async () => {
        const opened = await fresh(browser, file),
            count = text => opened.page.evaluate(words => ask(words).then(() => document.querySelectorAll('#rows .row').length), text);
        equal(await count('DOSSIER-007'), 1, 'pseudonym');
        truth((await count('besoins')) > 5, 'needs');
        equal(await count('introuvable'), 0, 'nothing');
        truth(await opened.page.locator('.empty').isVisible(), 'what to do');
        await opened.page.click('.empty .act');
        equal(await opened.page.locator('#rows .row').count(), PERSONS, 'everybody again');
        seen.push(opened.seen);
        await opened.close();
    });
}

async function drawing({ test }, { browser, seen, file }) {
    await test('every mark of the circles has its line with the same number, and leads to the same sheet', async () => {
        const opened = await fresh(browser, file),
            wrong = await opened.page.evaluate(() => {
                const found = [];
                let marks = 0;
                for (const row of [...document.querySelectorAll('#rows .row')].slice(0, 12)) {
                    row.click();
                    for (let more; (more = document.querySelector('.person .more')); ) more.click();
                    const lines = new Map([...document.querySelectorAll('.answers > li')].map(li => [li.querySelector('.number').textContent, li]));
                    for (const g of document.querySelectorAll('.person g.m')) {
                        const number = g.querySelector('text').textContent,
                            line = lines.get(number);
                        marks++;
                        if (!line || line.dataset.row !== g.dataset.row) found.push(`${row.textContent}: ${number}`);
                    }
                    const g = document.querySelector('.person g.m');
                    if (!g) continue;
                    g.dispatchEvent(new MouseEvent('click', { bubbles: true }));
                    const title = document.querySelector('#dialog-title').textContent;
                    if (!g.querySelector('title').textContent.includes(title)) found.push(`${g.textContent}: ${title}`);
                    document.querySelector('#dialog').close();
                }
                return marks > 60 ? found : [`${marks} marks`];
            });
        equal(wrong, [], 'marks');
        const texts = await opened.page.evaluate(() => document.body.innerText);
        truth(!/undefined|null|NaN|\[object|Invalid/.test(texts), 'a value that is no word');
        seen.push(opened.seen);
        await opened.close();
    });
}

async function ground({ test }, { browser, seen, file }) {
    const marks = page => page.evaluate(() => [...document.querySelectorAll('.who')].map(mark => +mark.textContent || 1).reduce((sum, n) => sum + n, 0));
    await test('the map shows those that the list shows, and leads to each', async () => {
        const opened = await fresh(browser, file),
            { page } = opened;
        equal(await marks(page), PERSONS, 'persons on the map');
        truth((await page.locator('#map-note').textContent()).startsWith(`${PERSONS} personnes sont montrées au point de leur commune`), 'what the points are');
        await page.evaluate(() => ask('dossier-007'));
        equal(await marks(page), 1, 'persons found');
        await page.locator('.who').click();
        equal(await page.locator('#person-title').textContent(), 'dossier-007', 'the person of the mark');
        truth(!(await page.locator('#map').isVisible()), 'the person stands in the place of the map');
        await page.keyboard.press('Escape');
        truth(await page.locator('#map').isVisible(), 'the map is back');
        await page.evaluate(() => ask('introuvable'));
        equal(await marks(page), 0, 'nobody');
        seen.push(opened.seen);
        await opened.close();
    });
    await test('a narrow page shows the map when it is asked for, and goes back to the list', async () => {
        const opened = await fresh(browser, file, { width: 320, height: WIDTHS[320] }),
            { page } = opened;
        truth(!(await page.locator('#map').isVisible()), 'no map at first');
        await page.click('#show-map');
        equal([await page.locator('#map').isVisible(), await page.locator('#list').isVisible(), await marks(page)], [true, false, PERSONS], 'map alone');
        await page.click('.team-map .back');
        equal([await page.locator('#map').isVisible(), await page.locator('#list').isVisible()], [false, true], 'list alone');
        seen.push(opened.seen);
        await opened.close();
    });
}

const pageCount = pdf => (pdf.toString('latin1').match(/\/Type\s*\/Page\b/g) || []).length;
const isTagged = pdf => /\/MarkInfo\s*<<[^>]*\/Marked\s+true/.test(pdf.toString('latin1')) && pdf.includes('/StructTreeRoot');

async function paper({ test }, { browser, seen, file, work }) {
    const opened = await fresh(browser, file),
        { page } = opened,
        print = () => page.pdf({ preferCSSPageSize: true, tagged: true, outline: true });
    const words = (pdf, number) => {
        const name = path.join(work, 'team.pdf');
        fs.writeFileSync(name, pdf);
        return execFileSync('pdftotext', ['-f', String(number), '-l', String(number), '-layout', name, '-']).toString().replace(/[\u00a0\u202f]/g, ' ');
    };
    const readable = () => {
        try {
            execFileSync('pdftotext', ['-v'], { stdio: 'ignore' });
            return true;
        } catch {
            return false;
        }
    };
    await test('the list of work is tagged A4, and every page has the banner', async () => {
        await page.click('#print-list');
        const list = await print(),
            pages = pageCount(list);
        truth(pages >= 2 && isTagged(list), `${pages} pages, or no structure`);
        if (!readable()) return 'no pdftotext';
        let all = '';
        for (let k = 1; k <= pages; k++) {
            const text = words(list, k);
            truth(text.includes(BANNER), `no banner on page ${k}`);
            all += text;
        }
        for (let k = 1; k <= PERSONS; k++) truth(all.includes(`dossier-${String(k).padStart(3, '0')}`), `dossier ${k} is not printed`);
    });
    await test('each person is one tagged A4 page with the banner', async () => {
        await page.evaluate(() => ask('dossier-00'));
        await page.click('#print-sheets');
        const sheets = await print();
        equal([pageCount(sheets), isTagged(sheets)], [9, true], 'pages, structure');
        if (!readable()) return 'no pdftotext';
        for (let k = 1; k <= 9; k++) {
            const text = words(sheets, k);
            for (const part of [BANNER, 'dossier-00', 'Ses besoins', 'Prochaine étape', 'données au']) truth(text.includes(part), `no « ${part} » on page ${k}`);
        }
    });
    seen.push(opened.seen);
    await opened.close();
}

async function without({ test }, { browser, seen, file }) {
    await test('without script the page of a team has its banner, its counts, and nobody', async () => {
        const opened = await open(browser, file, { javaScriptEnabled: false }),
            text = await opened.page.locator('body').innerText();
        truth(text.includes(BANNER) && /orbite triage/.test(text) && !/dossier-/.test(text), text.slice(0, 300));
        const counts = await opened.page.locator('td').allTextContents();
        equal(
            counts.reduce((sum, n) => sum + +n, 0),
            PERSONS,
            'persons',
        );
        seen.push(opened.seen);
        await opened.close();
    });
    await test('the page of a team keeps nothing of a person in its address nor in the browser', async () => {
        const opened = await fresh(browser, file);
        await opened.page.locator('.row').nth(2).click();
        await opened.page.evaluate(() => ask('dossier'));
        equal(
            await opened.page.evaluate(() => {
                let stored = 0;
                try {
                    stored = localStorage.length + sessionStorage.length;
                } catch {
                    stored = 0;
                }
                return [location.hash, stored, document.title.includes('dossier')];
            }),
            ['', 0, false],
            'address, storage, title',
        );
        seen.push(opened.seen);
        await opened.close();
    });
}

// The page for others, made by the report: read without script.
async function counts({ test }, { browser, seen, run, folder }) {
    const file = path.join(folder, 'comptes.html');
    await test('the page of counts names nobody, hides what is small, and axe finds nothing at any width', async () => {
        run(['map', 'page', '--class', 'public', '--caseload', path.join(folder, 'persons.json'), '-d', path.join(folder, 'territory.orbite'), '--lang', 'fr', '-o', file]);
        truth(!/dossier-\d/.test(fs.readFileSync(file, 'utf8')), 'a person is told');
        for (const [width, scheme] of [
            [1440, 'light'],
            [640, 'dark'],
            [320, 'light'],
        ]) {
            const opened = await open(browser, file, { width, height: WIDTHS[width], scheme, ready: false });
            equal(await violations(opened.page), [], `violations at ${width}, ${scheme}`);
            equal(await opened.page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - innerWidth)), 0, `too wide at ${width}`);
            truth(/masqué = moins de 11 personnes/.test((await opened.page.locator('main').innerText()).replace(/\u00a0/g, ' ')), 'what is hidden is not explained');
            seen.push(opened.seen);
            await opened.close();
        }
    });
}
