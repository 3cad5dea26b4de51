// What the data do not have: places, dates, a second age, precision; and what they have twice.
import fs from 'node:fs';
import path from 'node:path';
import { AGES } from './fixture_odd.mjs';
import { open } from './browser.mjs';
import { violations } from './axe.mjs';
import { equal, truth } from './tap.mjs';

const plain = text => text.replace(/[\u00a0\u202f]/g, ' ');
const go = (page, fragment) =>
    page.evaluate(hash => {
        location.hash = hash;
        return new Promise(done => setTimeout(done, 20));
    }, fragment);
const count = async page => plain(await page.locator('#count').textContent());
const names = page => page.evaluate(() => [...document.querySelectorAll('.row .name')].map(e => e.textContent));

async function nowhere({ test }, { browser, page: file, seen }) {
    const opened = await open(browser, file('nowhere')),
        { page } = opened;
    await test('where nothing has a place, filters, keys and fragment work', async () => {
        equal(await count(page), '60 ressources', 'all');
        equal(await page.locator('#map .leaflet-control-zoom').count(), 1, 'map');
        await page.locator('[name=families][value="4"]').check();
        const some = await count(page);
        truth(some !== '60 ressources' && /^\d+ ressource/.test(some), some);
        equal(new URL(page.url()).hash, '#f=4', 'fragment');
        await page.locator('.row').first().focus();
        await page.keyboard.press('Enter');
        equal(await page.locator('#fiche').isVisible(), true, 'sheet');
        await page.keyboard.press('Escape');
        equal(await page.locator('#fiche').isVisible(), false, 'closed');
        await page.locator('#map').focus();
        await page.keyboard.press('+');
        await page.keyboard.press('n');
        truth(/^Aucune|^0 ressource/.test(await count(page)), await count(page));
        await go(page, 'v=tableau');
        equal(await page.locator('#panel-table').isVisible(), true, 'table');
        equal(await count(page), '60 ressources', 'all again');
    });
    seen.push(opened.seen);
    await opened.close();
}

async function undated({ test }, { browser, page: file, seen, sources }) {
    await test('where no source has a date, the page says so everywhere', async () => {
        const opened = await open(browser, file('undated')),
            { page } = opened;
        truth((await page.locator('.row').count()) > 5, 'lines');
        await page.click('#tab-table');
        const note = plain(await page.locator('.cross .note').textContent());
        truth(note.includes('Aucune ressource connue, à une date non renseignée.'), note);
        await page.locator('.row').first().click();
        await page.locator('#fiche .actions button').nth(1).click();
        await page.keyboard.press('Escape');
        await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
        const foot = plain(await page.locator('#print').textContent());
        truth(foot.includes('date des données non renseignée') && !/null|undefined|NaN/.test(foot), foot.slice(0, 300));
        await page.evaluate(() => dispatchEvent(new Event('afterprint')));
        await go(page, 'q=introuvable');
        await page.locator('.empty .second').click();
        const line = await page.locator('#need-line').inputValue();
        truth(/,date non renseignée\n$/.test(line), line);
        await page.keyboard.press('Escape');
        await page.getByRole('button', { name: 'À propos' }).click();
        const about = plain(await page.locator('dialog[open]').textContent());
        truth(about.includes('Date des données non renseignée.') && !/null|undefined|NaN/.test(about), about.slice(0, 300));
        seen.push(opened.seen);
        await opened.close();
    });
    await test('a date that nobody gave is said in both languages', async () => {
        const { createWords } = await import(path.join(sources, 'maps/page/src/words.js'));
        equal(createWords('fr').date(null), 'date non renseignée', 'French');
        equal(createWords('en').date(null), 'date unknown', 'English');
        equal(createWords('en').dated('as_of', 'as_of_undated', '2026-11-22'), 'data as of 22 November 2026', 'a date');
        equal(createWords('en').dated('as_of', 'as_of_undated', null), 'date of the data unknown', 'none');
    });
}

async function repeated({ test }, { browser, page: file, seen }) {
    const opened = await open(browser, file('odd'), { fragment: 'd=0', acceptDownloads: true }),
        { page } = opened;
    await test('what repeats another resource is not counted, listed nor drawn; its address opens the other', async () => {
        equal(await count(page), '58 ressources', 'count');
        await go(page, 'd=0&q=original');
        equal(await names(page), ['Original'], 'listed');
        await go(page, 'd=0&r=op:invente/000001');
        equal(await page.locator('#fiche h2').textContent(), 'Original', 'sheet');
        await page.keyboard.press('Escape');
        await go(page, 'd=0&b=op:invente/000000+op:invente/000001');
        equal(plain(await page.locator('.basket-button').textContent()), 'Panier : 1', 'basket');
    });
    await test('families of the table count as the filter does, totals count each resource once', async () => {
        await go(page, 'd=0&v=tableau');
        const first = page.locator('.cross table').first(),
            cells = (await first.locator('td button').allTextContents()).map(Number);
        truth(cells.length > 8, `${cells.length} cells`);
        for (let k = 0; k < cells.length; k++) {
            await first.locator('td button').nth(k).click();
            const found = await count(page);
            truth(found.startsWith(`${cells[k]} ressource`), `cell ${k} says ${cells[k]}, the filter ${found}`);
            await go(page, 'd=0&v=tableau');
        }
        await go(page, 'd=0&v=tableau&q=deux+familles');
        const rows = await first.locator('tbody tr td:last-child').allTextContents(),
            totals = rows.pop();
        equal(rows.filter(n => n === '1').length, 2, `families ${rows}`);
        equal(totals, '1', 'total');
        truth((await page.locator('.cross .note').textContent()).includes('une seule fois'), 'note');
    });
    await test('a word on places dated after the data is to verify', async () => {
        const said = async text => {
            await go(page, `d=0&q=${encodeURIComponent(text)}`);
            return page.locator('.row .places').first().evaluate(e => e.firstChild.textContent);
        };
        equal(await said('Place de demain'), 'Places à vérifier', 'a place');
        equal(await said('Complet demain'), 'Places à vérifier', 'full');
        equal(await said('Complet ce jour'), 'Complet au 22/11/2026', 'on the day itself');
        await go(page, 'd=0&p=1&q=demain');
        equal(await names(page), [], 'no place is known');
    });
    await test('a place known by its commune is not told more precisely', async () => {
        const away = async text => {
            await go(page, `d=0&q=${encodeURIComponent(text)}`);
            await page.locator('.row').first().click();
            const sheet = plain(await page.locator('#fiche .where').textContent());
            await page.keyboard.press('Escape');
            return [plain(await page.locator('.row .away').first().textContent()), sheet];
        };
        const [near, nearSheet] = await away('Ici, par sa commune');
        equal(near, 'dans la commune', 'list');
        truth(nearSheet.includes('dans la commune') && !/\d km/.test(nearSheet), nearSheet);
        const [far, farSheet] = await away('Loin, par sa commune');
        truth(/^≈ \d+ km$/.test(far), far);
        const line = await page.locator('.row .what').first().textContent();
        truth(line.endsWith(' (position de la commune)'), line);
        truth(/à ≈ \d+ km de .+ à vol d’oiseau \(position de la commune\)/.test(farSheet), farSheet);
        await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
        const paper = plain(await page.locator('#print .dense').textContent());
        truth(paper.includes(`${far} (position de la commune)`), paper);
        await page.evaluate(() => dispatchEvent(new Event('afterprint')));
    });
    await test('a limit leaves in what is known by its commune only and may be nearer, and counts it', async () => {
        await go(page, 'd=0&q=Loin,+par+sa+commune');
        const far = Number(plain(await page.locator('.row .away').first().textContent()).match(/\d+/)[0]);
        truth(far > 5 && far <= 15, `${far} km`);
        await go(page, 'd=5&q=par+sa+commune');
        equal((await names(page)).sort(), ['Ici, par sa commune', 'Loin, par sa commune'], 'in the list');
        equal(
            plain(await page.locator('.said').textContent()),
            'dont 2 connues par leur commune seulement, distance à vérifier',
            'what is said of both: near, and maybe near',
        );
        await go(page, 'd=40&q=par+sa+commune');
        truth(!(await page.locator('.said').isVisible()), 'nothing to verify well within the limit');
    });
    await test('the strength of ages is told where an age keeps someone out, and only there', async () => {
        const told = [];
        for (let k = 0; k < AGES.length; k++) {
            await go(page, `d=0&r=op:invente/0000${10 + k}`);
            told.push(/dérogation possible/.test(await page.locator('#fiche .line.whom p').last().textContent()));
        }
        equal(told, [true, false, true, false, true, true, true, true, false, false], 'told');
        await page.keyboard.press('Escape');
    });
    await test('the list that is exported has its own name, its licence and the precision it holds', async () => {
        await go(page, 'd=0&v=tableau&q=par+sa+commune');
        const [download] = await Promise.all([page.waitForEvent('download'), page.locator('.table-panel .act').first().click()]);
        equal(download.suggestedFilename(), 'liste-filtree.csv', 'name');
        const lines = fs.readFileSync(await download.path(), 'utf8').trimEnd().split('\n'),
            head = lines[0].split(',');
        equal(lines.length, 3, 'lines');
        for (const line of lines.slice(1)) {
            truth(/,[^,]+\(fictif\),Licence Ouverte 2.0$/.test(line), line);
            const at = head.indexOf('lon') - head.length,
                [lon] = line.match(/-?\d+\.\d+,\d+\.\d+(?=,municipality)/);
            truth(at < 0 && lon.split(',').every(text => /^-?\d+\.\d{0,5}[1-9]$/.test(text)), lon);
        }
        equal(head.slice(-2), ['attribution', 'licence'], 'columns');
    });
    seen.push(opened.seen);
    await opened.close();
}

async function empty({ test }, { browser, page: file, seen }) {
    await test('a territory without resources says that, not that the criteria are wrong', async () => {
        const opened = await open(browser, file('none')),
            { page } = opened;
        equal(await count(page), 'Ce territoire ne contient encore aucune ressource', 'title');
        equal(await page.locator('.empty h3').count(), 0, 'nothing blocks');
        equal(await page.locator('.empty .second').isVisible(), true, 'the need can be written down');
        equal(await violations(page), [], 'violations');
        seen.push(opened.seen);
        await opened.close();
    });
}

async function ages({ test }, { sources }) {
    await test('ages: the upper bound is excluded, what is not known is said', async () => {
        const { createWords } = await import(path.join(sources, 'maps/page/src/words.js')),
            { ageRange } = await import(path.join(sources, 'maps/page/src/sheet.js')),
            say = language => AGES.map(([min, max]) => plain(ageRange(createWords(language), min, max) || 'null'));
        equal(
            say('fr'),
            [
                'à partir de 20 ans (âge maximal à vérifier)',
                'tous les âges',
                'moins de 20 ans (âge minimal à vérifier)',
                'null',
                'moins de 20 ans',
                'de 6 à moins de 20 ans',
                'de 42 mois à moins de 20 ans',
                'à partir de 18 ans',
                'dès la naissance (âge maximal à vérifier)',
                'sans âge maximal (âge minimal à vérifier)',
            ],
            'French',
        );
        equal(
            say('en'),
            [
                'from 20 years (maximum age to verify)',
                'all ages',
                'under 20 (minimum age to verify)',
                'null',
                'under 20',
                'from 6 to under 20',
                'from 42 months to under 20',
                'from 18 years',
                'from birth (maximum age to verify)',
                'no maximum age (minimum age to verify)',
            ],
            'English',
        );
    });
    await test('the four circles are named only where there are these four', async () => {
        const { createWords } = await import(path.join(sources, 'maps/page/src/words.js')),
            { sayLever } = await import(path.join(sources, 'maps/page/src/levers.js')),
            CIRCLE = 8,
            label = present =>
                sayLever({ set: CIRCLE, rows: [0] }, createWords('fr'), { present, group: [present[0]] }, { text: '' }).label;
        equal(label([0, 1, 2, 3]), 'Afficher les quatre cercles', 'the four');
        equal(label([0, 2, 3, 5]), 'Afficher tous les cercles', 'another four');
        equal(label([1, 3]), 'Afficher tous les cercles', 'two');
    });
}

export async function edgesSuite(tap, context) {
    for (const part of [ages, nowhere, undated, repeated, empty]) await part(tap, context);
}
