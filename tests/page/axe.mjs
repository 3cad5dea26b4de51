// Runs axe-core on a page as it is.
import fs from 'node:fs';
import { createRequire } from 'node:module';

const axe = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'];

// The policy of the page forbids scripts of others: axe is put in by the debugger, which the policy does not see.
export async function violations(page) {
    if (!(await page.evaluate(() => Boolean(window.axe)))) {
        const session = await page.context().newCDPSession(page);
        await session.send('Runtime.evaluate', { expression: axe });
        await session.detach();
    }
    const found = await page.evaluate(tags => window.axe.run(document, { runOnly: tags, resultTypes: ['violations'] }), TAGS);
    return found.violations.map(
        v =>
            `${v.id}: ${v.nodes
                .slice(0, 3)
                .map(node => node.html.slice(0, 140))
                .join(' | ')}`,
    );
}
