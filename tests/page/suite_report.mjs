// The page of a report: no script, a map whose areas and lines lead to each other, readable wide and narrow, light and dark, on paper.
import fs from 'node:fs';
import path from 'node:path';
import { execFileSync } from 'node:child_process';
import { violations } from './axe.mjs';
import { open } from './browser.mjs';
import { equal, truth } from './tap.mjs';

const LOOKS = [
    { width: 1440, scheme: 'light' },
    { width: 1440, scheme: 'dark' },
    { width: 320, scheme: 'light' },
    { width: 320, scheme: 'dark' },
];
const grey = ([r, g, b]) => 0.2126 * r + 0.7152 * g + 0.0722 * b;

// What a reader sees of a class, as numbers; hatchings have no colour of their own.
const colours = page =>
    page.evaluate(() =>
        [...document.querySelectorAll('.legend')[0].querySelectorAll('rect')].map(rect => {
            const found = getComputedStyle(rect).fill.match(/^rgb\((\d+), (\d+), (\d+)\)$/);
            return found ? found.slice(1).map(Number) : null;
        }),
    );

export async function reportSuite({ test }, { browser, seen, work }) {
    const program = path.join(process.env.ORBITE_BUILDDIR || '', 'tests/schema/report'),
        folder = path.join(work, 'report'),
        file = path.join(folder, 'report.html');
    if (!fs.existsSync(program)) return test('the page of a report', () => 'tests/schema/report was not made');
    fs.mkdirSync(folder, { recursive: true });
    execFileSync(program, [folder, 'fr']);
    for (const look of LOOKS) {
        const where = `${look.width}, ${look.scheme}`,
            opened = await open(browser, file, { ...look, ready: false }),
            { page } = opened;
        seen.push(opened.seen);
        await test(`axe finds nothing on the page of a report: ${where}`, async () => equal(await violations(page), [], 'violations'));
        await test(`a report never scrolls sideways, its tables do: ${where}`, async () => {
            equal(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), true, 'fits');
            if (look.width < 400) {
                const table = page.locator('.scroll').first();
                await table.focus();
                truth(await table.evaluate(one => one.scrollWidth > one.clientWidth && document.activeElement === one), 'a table that scrolls by keyboard');
            }
        });
        await test(`the classes of a map keep their order in grey: ${where}`, async () => {
            const greys = (await colours(page)).filter(Boolean).slice(0, 6).map(grey),
                steps = greys.slice(1).map((one, i) => one - greys[i]);
            equal(greys.length, 6, 'classes');
            truth(steps.every(step => step < -8) || steps.every(step => step > 8), greys.map(Math.round).join(' '));
        });
        await opened.close();
    }
    const opened = await open(browser, file, { ready: false, javaScriptEnabled: true }),
        { page } = opened;
    seen.push(opened.seen);
    await test('the page of a report lets nothing in or out', async () => {
        truth(
            /^default-src 'none'; style-src 'sha256-[\w+/=]+'; base-uri 'none'; form-action 'none'$/.test(
                await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content'),
            ),
            'policy',
        );
        equal(await page.locator('script, [style], link, img, iframe').count(), 0, 'what could ask for something');
        truth((await page.evaluate(() => getComputedStyle(document.querySelector('h1')).color)) !== 'rgb(0, 0, 0)', 'the style applies');
    });
    await test('an area leads to its line and the line back to the area', async () => {
        await page.evaluate(() => {
            location.hash = 'a1-3';
        });
        const row = await page.locator('#a1-3').evaluate(a => a.getAttribute('href').slice(1));
        await page.evaluate(id => {
            location.hash = id;
        }, row);
        equal(await page.locator('tr:target').count(), 1, 'line shown');
        equal(await page.locator('tr:target a').getAttribute('href'), '#a1-3', 'way back');
        await page.locator('tr:target a').click();
        equal(await page.locator('a:target path').evaluate(one => parseFloat(getComputedStyle(one).strokeWidth) > 3), true, 'area shown');
        truth((await page.locator('#a1-3 title').textContent()).includes(await page.locator(`#${row} a`).textContent()), 'its name');
    });
    await test('every drawn area has a title, and the keyboard reaches the tables first', async () => {
        equal(await page.locator('.map a').count(), await page.locator('.map a > title').count(), 'titles');
        const fresh = await open(browser, file, { ready: false });
        seen.push(fresh.seen);
        const stops = [];
        for (let i = 0; i < 2; i++) {
            await fresh.page.keyboard.press('Tab');
            stops.push(await fresh.page.evaluate(() => document.activeElement.className));
        }
        equal(stops, ['skip', 'scroll'], 'first stops');
        await fresh.close();
    });
    await test('a printed report is tagged A4 and repeats no map', async () => {
        const pdf = await page.pdf({ preferCSSPageSize: true, tagged: true });
        const text = pdf.toString('latin1');
        truth(/\/MediaBox\s*\[0 0 59[45](\.\d+)? 84[12](\.\d+)?\]/.test(text), 'A4');
        truth(pdf.includes('/StructTreeRoot'), 'no structure for readers');
    });
    await opened.close();
}
