// What is printed: tagged, paged, with the sources and, for a person, the banner on every page.
import fs from 'node:fs';
import path from 'node:path';
import { execFileSync } from 'node:child_process';
import { open } from './browser.mjs';
import { equal, truth } from './tap.mjs';

const BANNER = 'Contient des données personnelles — ne pas transmettre';

// Chromium writes the objects of a PDF in clear; the texts need pdftotext.
const pageCount = pdf => (pdf.toString('latin1').match(/\/Type\s*\/Page\b/g) || []).length;
const isTagged = pdf => /\/MarkInfo\s*<<[^>]*\/Marked\s+true/.test(pdf.toString('latin1')) && pdf.includes('/StructTreeRoot');

function reader(work) {
    try {
        execFileSync('pdftotext', ['-v'], { stdio: 'ignore' });
    } catch {
        return null;
    }
    return (pdf, number) => {
        const file = path.join(work, 'page.pdf');
        fs.writeFileSync(file, pdf);
        return execFileSync('pdftotext', ['-f', String(number), '-l', String(number), '-layout', file, '-'])
            .toString()
            .replace(/[\u00a0\u202f]/g, ' ');
    };
}
const print = page => page.pdf({ preferCSSPageSize: true, tagged: true, outline: true });
const keep = (page, ...rows) =>
    page.evaluate(list => {
        for (const k of list) document.querySelectorAll('.keep')[k].click();
    }, rows);

export async function paperSuite({ test }, { browser, page: file, seen, work }) {
    const text = reader(work),
        opened = await open(browser, file('small')),
        { page } = opened;
    let sheet, list;
    await test('the sheet of a resource is one tagged A4 page', async () => {
        await page.evaluate(() => {
            window.print = () => {};
        });
        await page.locator('.row').nth(1).click();
        await page.locator('#fiche .act').first().click();
        sheet = await print(page);
        equal(pageCount(sheet), 1, 'pages');
        truth(isTagged(sheet), 'no structure for readers');
    });
    await test('the printed sheet has every line, its source and the day of the data', async () => {
        if (!text) return 'no pdftotext';
        const words = text(sheet, 1);
        for (const label of [
            'Qui',
            'Quoi',
            'Pour qui',
            'Où',
            'Comment',
            'Horaires',
            'Places et',
            'Conditions',
            'Cercle et',
            'du lundi au vendredi 9 h–17 h',
            'Source',
            'Zone d’intervention',
            'Sources : Annuaire inventé',
            'données au 22/11/2026',
        ])
            truth(words.includes(label), `no « ${label} » in\n${words}`);
    });
    await test('a sheet with the longest texts is still one page', async () => {
        const long = await open(browser, file('long'));
        await long.page.evaluate(() => {
            window.print = () => {};
        });
        await long.page.locator('.row').first().click();
        await long.page.locator('#fiche .act').first().click();
        equal(pageCount(await print(long.page)), 1, 'pages');
        seen.push(long.seen);
        await long.close();
    });
    await test('the list prints its map first, then the sheets of the basket, one a page', async () => {
        await page.evaluate(() => dispatchEvent(new Event('afterprint')));
        await page.keyboard.press('Escape');
        const alone = pageCount(await print(page));
        await keep(page, 0, 3);
        list = await print(page);
        equal(pageCount(list), alone + 2, 'pages');
        truth(isTagged(list), 'no structure for readers');
    });
    await test('the first page says what was asked, the numbers of the list are those of the map', async () => {
        await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
        const numbers = await page.evaluate(() => [...document.querySelectorAll('.print-number')].map(t => +t.textContent)),
            lines = await page.evaluate(() => [...document.querySelectorAll('.dense li')].map(li => li.value));
        truth(numbers.length > 3 && numbers.every(n => lines.includes(n)), `numbers ${numbers.slice(0, 9)}`);
        await page.evaluate(() => dispatchEvent(new Event('afterprint')));
        if (!text) return 'no pdftotext';
        const words = text(list, 1);
        truth(words.includes('Qui fait quoi ?') && /à moins de 20 km de/.test(words) && /ressources/.test(words), words);
        return undefined;
    });
    seen.push(opened.seen);
    await opened.close();

    const personal = await open(browser, file('personal'));
    await test('every printed page of a person has the banner', async () => {
        await keep(personal.page, 0, 1);
        const pdf = await print(personal.page),
            pages_ = pageCount(pdf);
        truth(pages_ >= 4, `${pages_} pages`);
        if (!text) return 'no pdftotext';
        for (let k = 1; k <= pages_; k++) truth(text(pdf, k).includes(BANNER), `page ${k} has no banner`);
        return undefined;
    });
    seen.push(personal.seen);
    await personal.close();
}
