// Figures of a page, never judged by a test: node bench.mjs PAGE.html... One line of JSON for each.
import fs from 'node:fs';
import { launch, open } from './browser.mjs';

const middle = list => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
const p95 = list => [...list].sort((a, b) => a - b)[Math.floor(list.length * 0.95)];

// From the start of the navigation to the first drawing with data.
const ready = page => page.evaluate(() => performance.getEntriesByName('ready')[0].startTime);

// How long the page takes to answer a change of filter, to the end of its work.
async function filters(page) {
    const times = [];
    for (const index of [0, 1, 2, 3, 4, 5, 6, 7])
        times.push(
            await page.evaluate(k => {
                const box = document.querySelectorAll('[name=families]')[k],
                    start = performance.now();
                box.click();
                return performance.now() - start;
            }, index),
        );
    return times;
}

// Frames while the map is dragged and zoomed.
async function frames(page) {
    await page.evaluate(() => {
        window.gaps = [];
        let last = performance.now();
        const frame = now => {
            window.gaps.push(now - last);
            last = now;
            window.going = requestAnimationFrame(frame);
        };
        window.going = requestAnimationFrame(frame);
    });
    const box = await page.locator('#map').boundingBox(),
        x = box.x + box.width / 2,
        y = box.y + box.height / 2;
    for (let k = 0; k < 6; k++) {
        await page.mouse.move(x, y);
        await page.mouse.down();
        for (let step = 1; step <= 20; step++) await page.mouse.move(x + (k % 2 ? 9 : -9) * step, y + ((k % 3) - 1) * 5 * step);
        await page.mouse.up();
        await page.mouse.wheel(0, k < 3 ? -240 : 240);
        await page.waitForTimeout(350);
    }
    return page.evaluate(() => {
        cancelAnimationFrame(window.going);
        return window.gaps.slice(2);
    });
}

// What the page holds, once what it let go of is collected: arrays outside the heap counted too.
async function heldBytes(page) {
    const session = await page.context().newCDPSession(page);
    await session.send('HeapProfiler.collectGarbage');
    const { usedSize, backingStorageSize = 0 } = await session.send('Runtime.getHeapUsage');
    await session.detach();
    return usedSize + backingStorageSize;
}

const browser = await launch();
for (const file of process.argv.slice(2)) {
    const starts = [];
    let last;
    for (let k = 0; k < 3; k++) {
        if (last) await last.close();
        last = await open(browser, fs.realpathSync(file), { reducedMotion: 'no-preference' });
        starts.push(await ready(last.page));
    }
    const gaps = await frames(last.page),
        times = await filters(last.page),
        used = await last.page.evaluate(() => (performance.memory ? performance.memory.usedJSHeapSize : null)),
        held = await heldBytes(last.page);
    console.log(
        JSON.stringify({
            page: file,
            bytes: fs.statSync(file).size,
            ready_ms: Math.round(middle(starts)),
            filter_ms: Math.round(middle(times)),
            filter_max_ms: Math.round(Math.max(...times)),
            frame_p95_ms: Math.round(p95(gaps) * 10) / 10,
            frame_max_ms: Math.round(Math.max(...gaps)),
            heap_mb: Math.round(held / 1e6),
            heap_uncollected_mb: Math.round(used / 1e6),
        }),
    );
    await last.close();
}
await browser.close();
