// The page as a file: its policy, its size, without script, at any width, for a person.
import fs from 'node:fs';
import path from 'node:path';
import { open } from './browser.mjs';
import { violations } from './axe.mjs';
import { STATES, WIDTHS } from './states.mjs';
import { equal, truth } from './tap.mjs';

const KB = 1000,
    MB = 1000000;

async function policy({ test }, { browser, page: file, seen }) {
    const opened = await open(browser, file('small')),
        { page } = opened;
    await test('the policy names hashes and nothing else, and the page lives with it', async () => {
        const csp = await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content');
        truth(
            /^default-src 'none'; script-src 'sha256-[\w+/=]+'; style-src 'sha256-[\w+/=]+'; img-src data: blob:; base-uri 'none'; form-action 'none'$/.test(
                csp,
            ),
            csp,
        );
        equal(await page.locator('meta[name=referrer]').getAttribute('content'), 'no-referrer', 'referrer');
        equal(
            await page.evaluate(() => document.querySelectorAll('link, script[src], iframe, object, base').length),
            0,
            'elements that fetch',
        );
    });
    await test('the policy is in force: a script, a style and a request of others are refused', async () => {
        const refused = await page.evaluate(async () => {
            const found = [];
            document.addEventListener('securitypolicyviolation', event => found.push(event.effectiveDirective));
            const script = document.createElement('script');
            script.textContent = 'window.planted = 1';
            document.body.append(script);
            const box = document.createElement('div');
            box.innerHTML = '<p style="color: red">x</p>';
            document.body.append(box);
            await fetch('data:,x').catch(() => {});
            await new Promise(done => setTimeout(done, 50));
            script.remove();
            box.remove();
            return { found: found.sort(), planted: window.planted === undefined };
        });
        equal(refused, { found: ['connect-src', 'script-src-elem', 'style-src-attr'], planted: true }, 'refused');
    });
    await opened.close();
    await test('nothing is kept by the browser', async () => {
        const again = await open(browser, file('small'));
        equal(
            await again.page.evaluate(
                () =>
                    document.cookie === '' &&
                    (() => {
                        try {
                            return localStorage.length + sessionStorage.length;
                        } catch {
                            return 0;
                        }
                    })() === 0,
            ),
            true,
            'storage',
        );
        seen.push(again.seen);
        await again.close();
    });
}

async function sizes({ test }, { page: file, bundle }) {
    await test('the bundle is at most 260 kB, the page at most 1 MB for 10,000 resources and 8 MB for 100,000', () => {
        const size = fs.statSync(path.join(bundle, 'app.js')).size + fs.statSync(path.join(bundle, 'app.css')).size;
        truth(size <= 260 * KB, `bundle: ${size}`);
        truth(fs.statSync(file('large')).size <= MB, `10,000: ${fs.statSync(file('large')).size}`);
        truth(fs.statSync(file('huge')).size <= 8 * MB, `100,000: ${fs.statSync(file('huge')).size}`);
    });
}

async function withoutScript({ test }, { browser, page: file, seen }) {
    await test('without script the page shows the circles, the counts and the name of the list', async () => {
        const opened = await open(browser, file('small'), { javaScriptEnabled: false }),
            { page } = opened;
        equal(await page.locator('#circles svg').isVisible(), true, 'circles');
        equal((await page.locator('noscript table').count()) + (await page.locator('table').count()) > 0, true, 'table');
        const words = await page.locator('body').innerText();
        truth(words.includes('ressources.csv') && /Famille/.test(words) && /\n8\t\d+/.test(words), words.slice(0, 600));
        const box = await page.locator('#circles svg').boundingBox();
        truth(box.width > 300 && box.height > 300, `size ${JSON.stringify(box)}`);
        seen.push(opened.seen);
        await opened.close();
    });
}

async function broken({ test }, { browser, page: file, work }) {
    await test('a page whose data are cut says so, and still shows its circles', async () => {
        const cut = path.join(work, 'cut.html');
        fs.writeFileSync(cut, fs.readFileSync(file('small'), 'utf8').replace(/(id="data">[^<]{400})[^<]*/, '$1'));
        const opened = await open(browser, cut);
        const words = await opened.page.locator('[role=alert]').textContent();
        truth(/^Les données de cette page ne peuvent pas être lues/.test(words), words);
        equal(await opened.page.locator('#circles svg').isVisible(), true, 'circles');
        await opened.close();
    });
}

// Everything fits: nothing is wider than the window, but what scrolls by itself.
const tooWide = page =>
    page.evaluate(() =>
        document.documentElement.scrollWidth > innerWidth ? `${document.documentElement.scrollWidth} in ${innerWidth}` : '',
    );

async function widths({ test }, { browser, page: file, seen }) {
    for (const [width, height] of Object.entries(WIDTHS)) {
        await test(`nothing scrolls sideways at ${width}, in any state, even with the text twice as large`, async () => {
            const opened = await open(browser, file('small'), { width: +width, height });
            for (const scale of ['100%', '200%']) {
                await opened.page.evaluate(size => {
                    document.documentElement.style.fontSize = size;
                }, scale);
                for (const [name, state] of Object.entries(STATES)) {
                    await state.go(opened.page);
                    equal(await tooWide(opened.page), '', `${name} at ${scale}`);
                    if (state.back) await state.back(opened.page);
                }
                await opened.page.evaluate(() => {
                    location.hash = '';
                });
            }
            seen.push(opened.seen);
            await opened.close();
        });
    }
    await test('on a narrow page the filters are folded and the list comes first', async () => {
        const opened = await open(browser, file('small'), { width: 640, height: 900 });
        equal(await opened.page.locator('#search').isVisible(), false, 'filters folded');
        const top = async name => (await opened.page.locator(name).boundingBox()).y;
        truth((await top('#list')) < (await top('#view')), 'list before the map');
        await opened.page.locator('summary').first().click();
        equal(await opened.page.locator('#search').isVisible(), true, 'filters open');
        seen.push(opened.seen);
        await opened.close();
    });
    await test('with colours forced by the system, marks keep theirs', async () => {
        const opened = await open(browser, file('small'), { forcedColors: 'active' });
        const fills = await opened.page.evaluate(() =>
            [...document.querySelectorAll('[name=circles] + .mk .mk-body')].map(path => getComputedStyle(path).fill),
        );
        truth(fills.length >= 4 && new Set(fills).size === fills.length, `fills ${fills}`);
        seen.push(opened.seen);
        await opened.close();
    });
}

async function person({ test }, { browser, page: file, seen }) {
    const opened = await open(browser, file('personal')),
        { page } = opened;
    await test('the page of a person has its banner in every view and keeps nothing in the address', async () => {
        for (const tab of ['#tab-map', '#tab-circles', '#tab-table']) {
            await page.click(tab);
            equal(await page.locator('header .private').isVisible(), true, tab);
        }
        await page.click('#tab-map');
        await page.locator('[name=families]').first().check();
        await page.locator('.row').first().click();
        equal(await page.locator('#fiche .private').isVisible(), true, 'sheet');
        await page.locator('#fiche-basket').click();
        await page.keyboard.press('Escape');
        await page.locator('[name=families]').first().uncheck();
        equal(new URL(page.url()).hash, '', 'fragment');
    });
    await test('its list follows the engine: classes, reasons, levers, parts of the score, uncertain order', async () => {
        equal(
            await page.evaluate(() => [...document.querySelectorAll('#rows .class')].map(e => e.textContent)),
            ['Convient\u00a0: 8', 'À vérifier\u00a0: 22', 'Quasi-solution\u00a0: 12'],
            'classes of the first forty',
        );
        const words = (await page.locator('#rows').innerText()).replace(/[\u00a0\u202f]/g, ' ');
        for (const part of [
            '≈ 5 min',
            'Répond à : se soigner, se loger.',
            'Score 95 (proximité 40 sur',
            'ordre incertain',
            'Levier : dérogation par décision de la CDAPH',
            'trajet à vérifier',
        ])
            truth(words.includes(part), `no « ${part} »`);
        equal(
            await page.evaluate(() => [...document.querySelectorAll('.row')].map(r => +r.dataset.row).slice(0, 5)),
            [0, 1, 2, 3, 4],
            'order',
        );
    });
    await test('its needs are a filter', async () => {
        await page.locator('[name=needs][value="1"]').check();
        equal((await page.locator('#count').textContent()).replace(/\D/g, ''), '20', 'those that answer the second need');
        await page.locator('[name=needs][value="1"]').uncheck();
    });
    await test('axe finds nothing on the page of a person', async () => equal(await violations(page), [], 'violations'));
    seen.push(opened.seen);
    await opened.close();
}

async function taken({ test }, { browser, page: file, seen }) {
    const opened = await open(browser, file('small'), { acceptDownloads: true }),
        { page } = opened;
    const saved = async action => {
        const [download] = await Promise.all([page.waitForEvent('download'), action()]);
        return { name: download.suggestedFilename(), text: fs.readFileSync(await download.path(), 'utf8') };
    };
    await test('the list that is exported is the list that is shown', async () => {
        await page.locator('[name=families][value="2"]').check();
        const n = +(await page.locator('#count').textContent()).match(/^[\d\u202f]+/)[0].replace(/\D/g, '');
        await page.click('#tab-table');
        const file = await saved(() => page.locator('.table-panel .act').first().click()),
            lines = file.text.trimEnd().split('\n');
        equal(file.name, 'liste-filtree.csv', 'name');
        equal(lines.length, n + 1, 'lines');
        truth(lines[0].startsWith('id,name,'), lines[0]);
        const ids = lines.slice(1).map(line => line.split(',')[0]);
        equal(ids, [...ids].sort(), 'order of identifiers');
        await page.click('#tab-map');
    });
    await test('an error is reported in the columns that corrections are read from', async () => {
        await page.locator('.row').first().click();
        await page.locator('#fiche .actions button').nth(3).click();
        await page.locator('#report-value').fill('02 00 00 00 01');
        await page.locator('#report-author').fill('SAVS, "L’Estran"');
        await page.locator('#report-day').fill('2026-11-20');
        const lines = (await page.locator('#report-line').inputValue()).trimEnd().split('\n');
        equal(lines[0], 'cible,auteur,date,telephone,note', 'columns');
        truth(/^op:invente\/\d+,"SAVS, ""L’Estran""",2026-11-20,02 00 00 00 01,$/.test(lines[1]), lines[1]);
        const file = await saved(() => page.locator('.take .second').click());
        equal(file.name, 'correction.csv', 'name');
        await page.keyboard.press('Escape');
        equal(await page.evaluate(() => document.activeElement.textContent), 'Signaler une erreur', 'focus is back');
    });
    await test('a sheet is copied as text', async () => {
        await page
            .context()
            .grantPermissions(['clipboard-read', 'clipboard-write'])
            .catch(() => {});
        await page.locator('#fiche .actions button').nth(1).click();
        await page.waitForTimeout(60);
        equal(await page.locator('#fiche .actions button').nth(1).textContent(), 'Copié', 'said');
    });
    seen.push(opened.seen);
    await opened.close();
}

async function english({ test }, { browser, page: file, seen }) {
    await test('in English, no sentence is left in French', async () => {
        const opened = await open(browser, file('english')),
            { page } = opened;
        await page.locator('.row').first().click();
        const words = await page.evaluate(
            () => document.querySelector('#fiche').innerText + document.querySelector('.filters').innerText,
        );
        truth(/How to reach/.test(words) && /not given: to ask/.test(words), words);
        truth(!/demander|renseigné|Comment joindre/.test(words), words);
        equal(await violations(page), [], 'violations');
        seen.push(opened.seen);
        await opened.close();
    });
}

export async function pageSuite(tap, context) {
    for (const part of [policy, sizes, withoutScript, broken, widths, person, taken, english]) await part(tap, context);
}
