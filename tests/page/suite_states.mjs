// Each state, light and dark, wide and narrow: axe-core finds nothing, and the look is the one accepted ("--accept" takes it as it is now).
import fs from 'node:fs';
import { open } from './browser.mjs';
import { violations } from './axe.mjs';
import { difference, grid } from './looks.mjs';
import { SCHEMES, STATES, WIDTHS } from './states.mjs';
import { equal } from './tap.mjs';

const SETTLE_MS = 40;

export async function statesSuite({ test }, { browser, page, seen, looks, accept }) {
    const known = fs.existsSync(looks) ? JSON.parse(fs.readFileSync(looks, 'utf8')) : {},
        now = {},
        reader = await (await browser.newContext()).newPage();
    for (const scheme of SCHEMES)
        for (const [width, height] of Object.entries(WIDTHS)) {
            const opened = await open(browser, page('small'), { width: +width, height, scheme });
            for (const [name, state] of Object.entries(STATES)) {
                const where = `${name}, ${scheme}, ${width}`,
                    key = `${name}-${scheme}-${width}`;
                await state.go(opened.page);
                await opened.page.waitForTimeout(SETTLE_MS);
                now[key] = await grid(reader, await opened.page.screenshot());
                await test(`axe finds nothing: ${where}`, async () => equal(await violations(opened.page), [], 'violations'));
                if (!accept)
                    await test(`the look is the accepted one: ${where}`, () =>
                        equal(difference(now[key], known[key]), '', 'difference'));
                if (state.back) await state.back(opened.page);
            }
            seen.push(opened.seen);
            await opened.close();
        }
    await reader.context().close();
    if (accept) fs.writeFileSync(looks, `${JSON.stringify(now, null, 1)}\n`);
    else
        await test('another state has another look', () =>
            equal(difference(now['carte-light-1440'], now['tableau-light-1440']) !== '', true, 'seen'));
    await test('axe finds a fault that is planted', async () => {
        const opened = await open(browser, page('small'));
        await opened.page.evaluate(() => {
            document.querySelector('#search').previousSibling.remove();
            document.querySelector('#search').removeAttribute('placeholder');
        });
        equal((await violations(opened.page)).length > 0, true, 'found');
        await opened.close();
    });
}
