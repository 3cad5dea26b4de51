// Controls of the filters that every page has: a set of ticked boxes, a text searched once typing stops.
import { h } from './dom.js';

export const toggled = (set, value, on) => {
    const copy = new Set(set);
    if (on) copy.add(value);
    else copy.delete(value);
    return copy;
};

export function searchBox({ w, store }, delayMs) {
    let waiting;
    const text = h('input', {
        id: 'search',
        type: 'search',
        autocomplete: 'off',
        spellcheck: 'false',
        placeholder: w.t('search_hint'),
        input: () => {
            clearTimeout(waiting);
            waiting = setTimeout(() => store.set({ text: text.value }), delayMs);
        },
    });
    return text;
}
