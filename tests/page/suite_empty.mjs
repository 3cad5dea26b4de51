// The empty result: what blocks, in the smallest sets, and buttons that each give at least one resource.
import { open } from './browser.mjs';
import { createRandom } from './random.mjs';
import { equal, truth } from './tap.mjs';

const STATES = 120,
    TEXTS = ['', '', 'accueil', 'gem', 'ulis', 'repit', 'foyer phare', 'zzz', 'sessad gue'];

function randomFragment(random) {
    const words = [];
    if (random.chance(0.8)) words.push(`q=${encodeURIComponent(random.pick(TEXTS))}`);
    if (random.chance(0.7)) words.push(`f=${random.subset([1, 2, 3, 4, 5, 6, 7, 8], 0.15).join('.')}`);
    if (random.chance(0.8)) words.push(`c=${random.subset([0, 1, 2, 3, 4, 5], 0.2).join('.')}`);
    words.push(`d=${random.pick([5, 10, 20, 40])}`);
    if (random.chance(0.6)) words.push('p=1');
    // The map is not what is tested here, and drawing it takes time.
    words.push('v=cercles');
    return words.join('&');
}

const showState = (page, fragment) =>
    page.evaluate(hash => {
        location.hash = hash;
        return new Promise(done => setTimeout(done));
    }, fragment);
const shown = page =>
    page.evaluate(() => ({
        empty: !document.querySelector('.empty').hidden,
        rows: document.querySelectorAll('.row').length,
        count: document.querySelector('#count').textContent,
        levers: [...document.querySelectorAll('.levers li')].map(li => ({
            words: li.querySelector('p').textContent,
            label: li.querySelector('button').textContent,
            n: +li
                .querySelector('p')
                .textContent.match(/^[\d\u202f\u00a0 ]+/)[0]
                .replace(/\D/g, ''),
        })),
    }));

export async function emptySuite({ test }, { browser, page: file, seen }) {
    const opened = await open(browser, file('small')),
        { page } = opened;
    await test('every button of an empty result gives at least one resource', async () => {
        const random = createRandom(20261122);
        let empties = 0,
            buttons = 0;
        for (let k = 0; k < STATES; k++) {
            const fragment = randomFragment(random);
            await showState(page, fragment);
            const before = await shown(page);
            if (!before.empty) continue;
            empties++;
            truth(before.levers.length >= 1 && before.levers.length <= 4, `${before.levers.length} buttons for ${fragment}`);
            for (let b = 0; b < before.levers.length; b++) {
                if (b) await showState(page, fragment);
                await page.evaluate(at => document.querySelectorAll('.levers button')[at].click(), b);
                const after = await shown(page);
                buttons++;
                truth(!after.empty && after.rows > 0, `« ${before.levers[b].label} » gives nothing for ${fragment}`);
                const got = +after.count.match(/^[\d\u202f\u00a0 ]+/)[0].replace(/\D/g, '');
                truth(
                    got <= before.levers[b].n,
                    `« ${before.levers[b].words} » announces fewer than the ${got} found for ${fragment}`,
                );
            }
        }
        truth(empties >= 40 && buttons >= 60, `only ${empties} empty results and ${buttons} buttons were met`);
    });
    await test('the words are those of a person who searches', async () => {
        await showState(page, 'q=zzz&d=20&p=1');
        equal((await shown(page)).count, 'Aucune solution avec ces critères', 'title');
        equal(await page.locator('.empty h3').textContent(), 'Voici ce qui bloque', 'then');
        truth(
            (await page.locator('.empty').textContent()).includes('Rien ne convient\u00a0? Le besoin compte quand même.'),
            'the need counts',
        );
        const { levers } = await shown(page);
        equal(levers.length, 1, 'only the text blocks');
        truth(/répondent? à tout sauf au texte «\u00a0zzz\u00a0»\.$/.test(levers[0].words), levers[0].words);
        equal(levers[0].label, 'Effacer le texte', 'button');
    });
    await test('an uncovered need is written down, and nothing leaves the page', async () => {
        await page.locator('.empty .second').click();
        await page.locator('#need-words').fill('répit le week-end, "vite"');
        const line = await page.locator('#need-line').inputValue();
        truth(line.includes('"répit le week-end, ""vite""",texte «\u00a0zzz\u00a0»'), line);
        await page.keyboard.press('Escape');
    });
    seen.push(opened.seen);
    await opened.close();
}
