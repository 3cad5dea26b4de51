// One state, several views: what one changes, all show; what the fragment keeps; what the keyboard does.
import { open } from './browser.mjs';
import { equal, truth } from './tap.mjs';

const count = page => page.locator('#count').textContent();
const focused = page =>
    page.evaluate(() => {
        const e = document.activeElement;
        return e.id || e.className || e.tagName;
    });

async function linked({ test }, { browser, page: file, seen }) {
    const opened = await open(browser, file('small')),
        { page } = opened;
    await test('details are decoded only when a sheet asks for them', async () => {
        equal(await page.locator('#details').count(), 1, 'block before');
        equal(await page.locator('#data').count(), 0, 'data after');
        await page.locator('.row').first().click();
        equal(await page.locator('#details').count(), 0, 'block after');
        await page.keyboard.press('Escape');
    });
    await test('a filter changes the list, the circles, the table and the fragment together', async () => {
        await page.locator('[name=families][value="4"]').check();
        const n = await page.evaluate(
            () =>
                +document
                    .querySelector('#count')
                    .textContent.replace(/[^\d ]/g, '')
                    .trim()
                    .split(' ')[0]
                    .replace(/\D/g, ''),
        );
        truth(n > 0, 'the filter leaves something');
        const dims = await page.evaluate(() =>
            [...document.querySelectorAll('g.m')].map(g => [g.dataset.s, g.classList.contains('dim')]),
        );
        truth(
            dims.filter(([family]) => family !== '4').some(([, dim]) => dim),
            'other families are dimmed',
        );
        truth(
            dims.some(([, dim]) => !dim),
            'some marks stay',
        );
        await page.click('#tab-table');
        equal(
            await page
                .locator('.resources caption')
                .textContent()
                .then(t => t.replace(/\D/g, '')),
            String(n),
            'rows of the table',
        );
        equal(new URL(page.url()).hash, '#f=4&v=tableau', 'fragment');
        await page.locator('[name=families][value="4"]').uncheck();
        await page.click('#tab-map');
    });
    await test('a line chosen is chosen in the map, the circles and the sheet', async () => {
        await page.locator('.row').nth(2).click();
        const row = await page.locator('.row[aria-current]').getAttribute('data-row'),
            name = await page.locator('.row[aria-current] .name').textContent();
        equal(await page.locator('#fiche h2').textContent(), name, 'sheet');
        equal(await focused(page), 'fiche-title', 'focus');
        equal((await page.locator('.point.selected').count()) > 0, true, 'mark on the map');
        truth((await page.url()).includes('r=op%3Ainvente'), 'fragment');
        equal(await page.locator('.row[aria-current]').count(), 1, 'one line');
        await page.keyboard.press('Escape');
        equal(await page.evaluate(() => document.activeElement.dataset.row), row, 'focus is back on the line');
        equal(await page.locator('#fiche').isVisible(), false, 'the sheet is closed');
    });
    await test('a mark of the circles opens the sheet of its service, and its line', async () => {
        await page.click('#tab-circles');
        const id = await page.evaluate(() => document.querySelector('g.m:not(.dim)').dataset.id);
        await page.locator(`g.m[data-id="${id}"] circle`).first().click();
        equal(await page.locator('#fiche').isVisible(), true, 'sheet');
        equal(await page.locator(`g.m[data-id="${id}"].chosen`).count(), 1, 'mark');
        equal(await page.locator('.row[aria-current]').count(), 1, 'line');
        truth(decodeURIComponent(page.url()).includes(id), 'fragment');
        await page.keyboard.press('Escape');
    });
    await test('a line under the pointer rings its mark in the circles and on the map', async () => {
        const id = await page.evaluate(() => document.querySelector('g.m[data-r="C0"]:not(.dim)').dataset.id);
        const at = await page.evaluate(
            service =>
                [...document.querySelectorAll('.row .name')].findIndex(
                    e => e.textContent === document.querySelector(`g.m[data-id="${service}"] title`).textContent,
                ),
            id,
        );
        truth(at >= 0, 'the line of the mark is shown');
        await page.locator('.row').nth(at).hover();
        equal(await page.locator('.hover-ring').count(), 1, 'ring in the circles');
        await page.click('#tab-map');
        await page.locator('.row').nth(0).hover();
        equal(await page.locator('.halo').count(), 1, 'ring on the map');
        await page.mouse.move(5, 5);
        equal(await page.locator('.halo, .hover-ring').count(), 0, 'rings left');
    });
    await test('a count of many partners opens the list on them', async () => {
        await page.click('#tab-circles');
        await page.locator('g.b circle').click();
        equal(
            await page.evaluate(() =>
                [...document.querySelectorAll('[name=families]:checked, [name=circles]:checked')].map(box => box.name + box.value),
            ),
            ['families1', 'circles3'],
            'filters',
        );
        equal(
            await page
                .locator('.cross, #rows .what')
                .first()
                .textContent()
                .then(t => /Droit commun · Santé/.test(t)),
            true,
            'lines',
        );
        await page.evaluate(() => {
            location.hash = '';
        });
        await page.click('#tab-map');
    });
    await test('an empty cell says since when and where we looked', async () => {
        const words = await page.evaluate(() => document.querySelector('#panel-circles g.e title').textContent);
        truth(/22\/11\/2026/.test(words) && /Annuaire inventé/.test(words), words);
    });
    await test('the list of what the map shows follows the map', async () => {
        const all = await count(page);
        await page.locator('.leaflet-control-zoom-in').click();
        await page.locator('.leaflet-control-zoom-in').click();
        await page.locator('#map').focus();
        await page.keyboard.press('n');
        const some = await count(page);
        truth(some !== all && /ce que vous voyez/.test(some), some);
        equal(
            await page
                .locator('.seen')
                .textContent()
                .then(t => t.replace(/\D/g, '')),
            some.replace(/\D/g, ''),
            'the same number',
        );
        equal(await focused(page), 'count', 'focus on the list');
        await page.locator('.list-head .more').click();
        equal(await count(page), all, 'whole list');
    });
    await test('resources at one place fan out when one is chosen', async () => {
        const id = await page.evaluate(() => location.hash && '');
        await page.evaluate(() => {
            location.hash = 'd=0';
        });
        const rows = await page.evaluate(() => [...document.querySelectorAll('.row')].length);
        truth(rows > 0 && !id, 'rows');
        await page.evaluate(() => {
            location.hash = 'd=0&q=Meme+entree';
        });
        await page.locator('.row').first().click();
        equal(await page.locator('.fanned').count(), 5, 'marks in the fan');
        equal(await page.locator('.fanned.selected').count(), 1, 'the chosen one');
        await page.locator('.fanned:not(.selected)').first().dispatchEvent('click');
        equal(await page.locator('.fanned.selected').count(), 1, 'another is chosen');
        await page.keyboard.press('Escape');
        await page.evaluate(() => {
            location.hash = '';
        });
    });
    seen.push(opened.seen);
    await opened.close();
}

async function fragments({ test }, { browser, page: file, seen }) {
    await test('the fragment gives the same view again', async () => {
        const first = await open(browser, file('small'), {
                fragment: 'q=service&f=7&c=2.3&d=40&v=tableau&b=op:invente/000003+op:invente/000009',
            }),
            hash = () => new URL(first.page.url()).hash;
        equal(await first.page.locator('#search').inputValue(), 'service', 'text');
        equal(await first.page.locator('#limit').inputValue(), '40', 'limit');
        equal(
            await first.page
                .locator('.basket-button')
                .textContent()
                .then(t => t.replace(/\D/g, '')),
            '2',
            'basket',
        );
        equal(await first.page.locator('#panel-table').isVisible(), true, 'view');
        const words = await count(first.page);
        await first.page.locator('#places').check();
        await first.page.locator('#places').uncheck();
        const second = await open(browser, file('small'), { fragment: hash().slice(1) });
        equal(await count(second.page), words, 'count');
        seen.push(first.seen, second.seen);
        await first.close();
        await second.close();
    });
    await test('a fragment that means nothing changes nothing', async () => {
        const plain = await open(browser, file('small')),
            words = await count(plain.page),
            odd = await open(browser, file('small'), { fragment: 'f=99.x&c=77&d=3&r=nobody&v=none&b=x%20y&z=1' });
        equal((await count(odd.page)).replace(/^0.*|^Aucune.*/, 'none') !== '', true, 'a list');
        truth(words.length > 0, 'a count');
        seen.push(plain.seen, odd.seen);
        await plain.close();
        await odd.close();
    });
}

async function keyboard({ test }, { browser, page: file, seen }) {
    const opened = await open(browser, file('small')),
        { page } = opened,
        press = key => page.keyboard.press(key);
    await test('the keyboard alone goes from the skip link to a printed sheet and back', async () => {
        await press('Tab');
        equal(await focused(page), 'skip', 'first stop');
        await press('Enter');
        equal(await focused(page), 'list', 'the list');
        await press('Tab');
        equal(await page.evaluate(() => document.activeElement.className), 'row', 'first line');
        const first = await page.evaluate(() => document.activeElement.dataset.row);
        await press('ArrowDown');
        await press('ArrowDown');
        await press('ArrowUp');
        const second = await page.evaluate(() => document.activeElement.dataset.row);
        truth(first !== second, 'arrows move');
        await press('Enter');
        equal(await focused(page), 'fiche-title', 'the title of the sheet');
        const stops = [];
        for (let k = 0; k < 12 && !stops.includes('Imprimer'); k++) {
            await press('Tab');
            stops.push(await page.evaluate(() => document.activeElement.textContent));
        }
        truth(stops.includes('Imprimer'), `stops: ${stops}`);
        await press('Tab');
        await press('Tab');
        await press('Enter');
        equal(
            await page.evaluate(() => document.activeElement.getAttribute('aria-pressed')),
            'true',
            'added to the basket, focus kept',
        );
        await press('Escape');
        equal(await page.evaluate(() => document.activeElement.dataset.row), second, 'back on the line');
    });
    await test('tabs, search, filters and list come in that order, and the arrows change the view', async () => {
        await page.locator('#tab-map').focus();
        await press('ArrowRight');
        equal(await focused(page), 'tab-circles', 'next tab');
        equal(await page.locator('#panel-circles').isVisible(), true, 'its view');
        await press('End');
        equal(await page.locator('#panel-table').isVisible(), true, 'last view');
        await press('Home');
        const order = [];
        for (let k = 0; k < 30; k++) {
            await press('Tab');
            order.push(
                await page.evaluate(() => {
                    const e = document.activeElement;
                    return e.id || e.name || e.className;
                }),
            );
        }
        const at = name => order.indexOf(name);
        truth(
            at('search') >= 0 &&
                at('search') < at('limit') &&
                at('limit') < at('families') &&
                at('families') < at('circles') &&
                at('circles') < at('row'),
            `order: ${order}`,
        );
    });
    await test('the last line goes on with the next ones', async () => {
        const rows = await page.locator('.row').count();
        await page.locator('.row').last().focus();
        await press('ArrowDown');
        truth((await page.locator('.row').count()) > rows, 'more lines');
        equal(
            await page.evaluate(() => [...document.querySelectorAll('.row')].indexOf(document.activeElement)),
            rows,
            'focus on the first new one',
        );
    });
    await test('the map moves and zooms with the keyboard', async () => {
        await page.locator('#map').focus();
        const before = await page.locator('.leaflet-control-scale-line').textContent();
        await press('+');
        await press('+');
        await page.waitForTimeout(50);
        truth((await page.locator('.leaflet-control-scale-line').textContent()) !== before, 'the scale changed');
    });
    seen.push(opened.seen);
    await opened.close();
}

export async function viewsSuite(tap, context) {
    await linked(tap, context);
    await fragments(tap, context);
    await keyboard(tap, context);
}
