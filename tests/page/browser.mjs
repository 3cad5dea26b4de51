// One Chromium for all the tests, and pages that note what they ask for and what they complain of.
import fs from 'node:fs';
import { chromium } from 'playwright-core';

const PLACES = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

export const findChromium = () => PLACES.find(path => path && fs.existsSync(path)) || null;

export function launch() {
    return chromium.launch({
        executablePath: findChromium(),
        args: [
            '--no-sandbox',
            '--disable-gpu',
            '--disable-dev-shm-usage',
            '--disable-background-networking',
            '--disable-component-update',
            '--disable-sync',
        ],
    });
}

// A page on a file: requests that leave it, words of its console, errors of its scripts.
export async function open(
    browser,
    file,
    { width = 1440, height = 900, scheme = 'light', fragment = '', ready = true, ...options } = {},
) {
    const context = await browser.newContext({
            viewport: { width, height },
            colorScheme: scheme,
            reducedMotion: 'reduce',
            ...options,
        }),
        page = await context.newPage();
    const seen = { requests: [], complaints: [] };
    page.on('request', request => {
        if (!/^(file|data|blob):/.test(request.url())) seen.requests.push(request.url());
    });
    page.on('console', message => {
        if (message.type() === 'error' || message.type() === 'warning') seen.complaints.push(message.text());
    });
    page.on('pageerror', error => seen.complaints.push(error.stack));
    await page.goto(`file://${file}${fragment ? `#${fragment}` : ''}`);
    if (ready && options.javaScriptEnabled !== false) await page.waitForSelector('html[data-ready]', { timeout: 60000 });
    return { page, seen, close: () => context.close() };
}
