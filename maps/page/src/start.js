// Starts a page, and tells when its data cannot be read.
import { h } from './dom.js';
import { createWords } from './words.js';

// What is seen without script stays.
function tellFailure(error) {
    document.documentElement.classList.remove('js');
    document.documentElement.classList.add('failed');
    const words = createWords(document.documentElement.lang).t('cannot_read', { why: error.message });
    document.body.prepend(h('p', { class: 'private', role: 'alert' }, words));
}

// The page is ready once it has been drawn.
export function startPage(start) {
    try {
        start();
    } catch (error) {
        tellFailure(error);
    }
    requestAnimationFrame(() =>
        requestAnimationFrame(() => {
            performance.mark('ready');
            document.documentElement.dataset.ready = '1';
        }),
    );
}
