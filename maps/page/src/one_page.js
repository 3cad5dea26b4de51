// A sheet is one page of paper.
const PAGE_HEIGHT_MM = 268,
    PX_PER_MM = 96 / 25.4,
    SIZES = 7;

// The text of each sheet shrinks until it fits.
export function fitSheets(target) {
    target.classList.add('measured');
    for (const page of target.querySelectorAll('.paper-sheet'))
        for (let size = 0; size < SIZES && page.scrollHeight > PAGE_HEIGHT_MM * PX_PER_MM; size++)
            page.classList.replace(`size-${size - 1}`, `size-${size}`) || page.classList.add(`size-${size}`);
    target.classList.remove('measured');
}
