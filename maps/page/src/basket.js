// The basket: resources kept aside to be printed, copied or saved together.
import { button, h } from './dom.js';
import { mark } from './marks.js';
import { sheetText } from './sheet.js';

export function createBasket(app) {
    const { resources, w, describe, store } = app;
    const opener = button('', () => open(), { class: 'basket-button', 'aria-haspopup': 'dialog' });
    const has = i => store.get().basket.includes(i);
    const without = i => store.get().basket.filter(row => row !== i);

    function flip(i) {
        const held = has(i);
        store.set({ basket: held ? without(i) : [...store.get().basket, i] });
        app.announce(w.t(held ? 'basket_removed' : 'basket_added', { name: describe.name(i) }));
    }
    function content() {
        const rows = store.get().basket;
        if (!rows.length) return [h('p', null, w.t('basket_empty'))];
        return [
            h(
                'ul',
                { class: 'basket-list' },
                rows.map(i =>
                    h(
                        'li',
                        null,
                        mark(resources.group[i], resources.state[i]),
                        h('span', { class: 'name' }, describe.name(i)),
                        h(
                            'span',
                            { class: 'what' },
                            [describe.family(i), describe.commune(i), describe.away(i)].filter(Boolean).join(' · '),
                        ),
                        button(
                            w.t('remove'),
                            () => {
                                store.set({ basket: without(i) });
                                app.dialogs.element.querySelector('h2').focus();
                            },
                            { class: 'act second', 'aria-label': w.t('remove_name', { name: describe.name(i) }) },
                        ),
                    ),
                ),
            ),
            h(
                'p',
                { class: 'actions' },
                button(w.t('print_sheets', { n: rows.length }), () => app.printer.sheets(rows), { class: 'act' }),
                button(
                    w.t('copy'),
                    event => app.copy(rows.map(i => sheetText(w, app.sheet(i), resources.head)).join('\n\n'), event.target),
                    { class: 'act second' },
                ),
                button(w.t('export_basket'), () => app.exportRows(rows, w.t('basket_file')), { class: 'act second' }),
                button(w.t('empty_basket'), () => store.set({ basket: [] }), { class: 'act second' }),
            ),
        ];
    }
    const title = () => w.t('basket_title', { n: store.get().basket.length });
    const open = () => app.dialogs.open(title(), ...content());

    return {
        opener,
        flip,
        toggle(i) {
            const held = has(i);
            return button(
                held ? '✓' : '+',
                event => {
                    event.stopPropagation();
                    flip(i);
                },
                {
                    class: 'keep',
                    'data-keep': i,
                    'aria-pressed': String(held),
                    'aria-label': w.t(held ? 'remove_name' : 'add_name', { name: describe.name(i) }),
                    title: w.t(held ? 'remove_from_basket' : 'add_to_basket'),
                },
            );
        },
        show() {
            const n = store.get().basket.length;
            opener.textContent = w.t('basket', { n });
            opener.classList.toggle('full', n > 0);
            if (app.dialogs.isOpen() && app.dialogs.element.querySelector('.basket-list')) open();
        },
    };
}
