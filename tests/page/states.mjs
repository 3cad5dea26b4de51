// The states of the page that every check goes through, and the widths they are seen at.
export const WIDTHS = { 1440: 900, 640: 900, 320: 640 };
export const SCHEMES = ['light', 'dark'];

// How to reach each state from a page just opened, and what to undo before the next.
export const STATES = {
    carte: { go: async () => {} },
    cercles: { go: page => page.click('#tab-circles'), back: page => page.click('#tab-map') },
    tableau: { go: page => page.click('#tab-table'), back: page => page.click('#tab-map') },
    fiche: { go: page => page.locator('.row').nth(1).click(), back: page => page.keyboard.press('Escape') },
    vide: {
        go: page =>
            page.evaluate(() => {
                location.hash = 'q=introuvable';
            }),
        back: page =>
            page.evaluate(() => {
                location.hash = '';
            }),
    },
    panier: {
        go: async page => {
            await page.locator('.keep').nth(0).click();
            await page.locator('.keep').nth(2).click();
            await page.click('.basket-button');
        },
        back: page => page.keyboard.press('Escape'),
    },
};
