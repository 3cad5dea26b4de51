// The frame of the page: banner, header with its tabs, the three columns.
import { button, h } from './dom.js';

const VIEWS = ['map', 'circles', 'table'];

export function createShell(app) {
    const { w, resources, store, views } = app,
        { head } = resources;
    const tab = view =>
        h(
            'button',
            {
                type: 'button',
                role: 'tab',
                id: `tab-${view}`,
                'data-view': view,
                'aria-controls': `panel-${view}`,
                click: () => {
                    store.set({ view });
                    if (app.narrow()) document.getElementById('view').scrollIntoView();
                },
            },
            w.t(`tab_${view}`),
        );
    const tabs = VIEWS.map(tab),
        panels = VIEWS.map(view =>
            h(
                'div',
                {
                    role: 'tabpanel',
                    id: `panel-${view}`,
                    class: 'panel',
                    'aria-labelledby': `tab-${view}`,
                    tabindex: view === 'map' ? null : '0',
                },
                views[view].element,
            ),
        );
    const skip = (id, label) =>
        h(
            'a',
            {
                class: 'skip',
                href: `#${id}`,
                click: event => {
                    event.preventDefault();
                    document.getElementById(id).focus();
                },
            },
            label,
        );
    const announce = h('p', { class: 'away-from-eyes', role: 'status', id: 'announce' });
    const frame = document.getElementById('app');
    frame.append(
        skip('list', w.t('skip')),
        h(
            'header',
            { class: 'top' },
            app.banner(),
            h(
                'div',
                { class: 'titles' },
                h('h1', null, head.title),
                h('p', null, [head.subtitle, w.t('offline')].filter(Boolean).join(' · ')),
            ),
            h(
                'div',
                { class: 'tools' },
                h('div', { role: 'tablist', 'aria-label': w.t('views') }, tabs),
                app.basket.opener,
                button(w.t('about'), app.about, { class: 'about', 'aria-haspopup': 'dialog' }),
            ),
        ),
        h(
            'main',
            { class: 'columns' },
            views.filters.element,
            views.list.element,
            h('section', { id: 'view', class: 'view', 'aria-label': w.t('views_of') }, panels, views.fiche.element),
        ),
        app.dialogs.element,
        announce,
    );
    document.getElementById('static').remove();
    return {
        announce: text => {
            announce.textContent = text;
        },
        show(view) {
            tabs.forEach((element, k) => {
                const on = VIEWS[k] === view;
                element.setAttribute('aria-selected', String(on));
                element.tabIndex = on ? 0 : -1;
                panels[k].hidden = !on;
            });
        },
    };
}
