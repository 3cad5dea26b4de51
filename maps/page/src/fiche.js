// The contact sheet on the screen: beside the list on a wide page, over it on a narrow one.
import { button, h, put } from './dom.js';
import { mark } from './marks.js';
import { sheetText } from './sheet.js';

const STATE_CLASS = ['unknown', 'place', 'full', 'open'];

export function entryNodes(w, entry, links) {
    const text =
        entry.href && links
            ? h(
                  'a',
                  { href: entry.href, rel: 'noopener noreferrer', target: /^http/.test(entry.href) ? '_blank' : null },
                  entry.text,
              )
            : entry.text;
    const classes = [
        entry.missing && 'missing',
        entry.strong && 'strong',
        entry.quiet && 'quiet',
        entry.long && 'long',
        entry.state !== undefined && STATE_CLASS[entry.state],
    ];
    return h(
        'p',
        { class: classes.filter(Boolean).join(' ') || null },
        entry.label ? h('span', { class: 'part' }, `${entry.label}${w.colon}`) : null,
        text,
        entry.inferred ? h('span', { class: 'inferred' }, ` ${w.t('inferred')}`) : null,
    );
}

export function sheetList(w, sheet, links) {
    return h(
        'dl',
        null,
        sheet.lines.map(({ key, label, entries }) =>
            h(
                'div',
                { class: `line ${key}` },
                h('dt', null, label),
                h(
                    'dd',
                    null,
                    entries.map(entry => entryNodes(w, entry, links)),
                ),
            ),
        ),
    );
}

export function createFiche(app) {
    const { resources, w, describe, store } = app;
    const element = h('dialog', { id: 'fiche', 'aria-labelledby': 'fiche-title' });
    let shown = -1;
    element.addEventListener('cancel', event => {
        event.preventDefault();
        app.closeFiche();
    });

    function copy(i, target) {
        app.copy(sheetText(w, app.sheet(i), resources.head), target);
    }
    function actions(i) {
        const held = store.get().basket.includes(i);
        return h(
            'p',
            { class: 'actions' },
            button(w.t('print'), () => app.printer.sheets([i]), { class: 'act' }),
            button(w.t('copy'), event => copy(i, event.target), { class: 'act second' }),
            button(w.t(held ? 'remove_from_basket' : 'add_to_basket'), () => app.basket.flip(i), {
                class: 'act second',
                id: 'fiche-basket',
                'aria-pressed': String(held),
            }),
            button(w.t('report'), () => app.report(i), { class: 'act second' }),
        );
    }
    function fill(i) {
        const sheet = app.sheet(i);
        put(
            element,
            app.banner(),
            h(
                'div',
                { class: 'fiche-head' },
                h('h2', { id: 'fiche-title', tabindex: '-1' }, sheet.title),
                button('✕', () => app.closeFiche(), { class: 'close', 'aria-label': w.t('close_fiche') }),
                h('p', { class: `tag g${resources.group[i]}` }, mark(resources.group[i], resources.state[i]), describe.circle(i)),
            ),
            h('div', { class: 'fiche-body' }, sheetList(w, sheet, true)),
            actions(i),
        );
    }
    return {
        element,
        // Opens on a resource: focus goes to its title when someone asked for it.
        open(i, focus) {
            shown = i;
            fill(i);
            if (!element.open) {
                if (app.narrow()) element.showModal();
                else element.show();
            }
            element.querySelector('.fiche-body').scrollTop = 0;
            if (focus) element.querySelector('h2').focus({ preventScroll: true });
        },
        close() {
            shown = -1;
            if (element.open) element.close();
        },
        // The button of the basket says what the basket holds now.
        refresh() {
            if (shown < 0) return;
            const focused = document.activeElement && document.activeElement.id === 'fiche-basket';
            element.querySelector('.actions').replaceWith(actions(shown));
            if (focused) element.querySelector('#fiche-basket').focus();
        },
        reopen() {
            if (shown < 0) return;
            element.close();
            this.open(shown, false);
        },
        isOpen: () => element.open,
    };
}
