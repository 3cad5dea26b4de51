// Starts the page of a team: reads the data, makes the views, tells each what the state asks.
import { readBlock } from '../blocks.js';
import { openColumns } from '../columns.js';
import { createDescribe } from '../describe.js';
import { createDialogs } from '../dialogs.js';
import { button, h } from '../dom.js';
import { sheetList } from '../fiche.js';
import { copy } from '../files.js';
import { mark } from '../marks.js';
import { privateBanner } from '../person.js';
import { createResources } from '../resources.js';
import { createSheet, sheetText } from '../sheet.js';
import { startPage } from '../start.js';
import { createStore } from '../state.js';
import { createWords } from '../words.js';
import { createAbout } from './about.js';
import { createCircles } from './circles.js';
import { createFilters } from './filters.js';
import { listenKeys } from './keys.js';
import { createList } from './list.js';
import { createTeamMap } from './map.js';
import { createPersonView } from './person.js';
import { openCaseload } from './persons.js';
import { MOST_SHEETS, createPrinter } from './print.js';
import { CRITERIA, firstState, search } from './search.js';
import { createSaying } from './sheet.js';
import en from './words_en.js';
import fr from './words_fr.js';

const NARROW = '(max-width: 62.49em)';

function createApp() {
    const resources = createResources(openColumns(readBlock('data'))),
        w = createWords(resources.head.language, { fr, en }),
        caseload = openCaseload(readBlock('caseload'), w),
        initial = firstState(),
        narrow = matchMedia(NARROW);
    const app = { resources, w, caseload, initial, store: createStore(initial), narrow: () => narrow.matches, person: null };
    let details,
        found = search(caseload.persons, initial);
    app.details = () => {
        if (details === undefined) {
            const doc = readBlock('details');
            details = doc && openColumns(doc);
        }
        return details;
    };
    app.found = () => found;
    app.find = state => (found = search(caseload.persons, state));
    app.banner = () => privateBanner(w);
    app.describe = createDescribe(resources, w);
    app.say = createSaying(app);
    app.sheet = createSheet(app);
    app.dialogs = createDialogs(app);
    app.drawCircles = createCircles(app);
    app.about = createAbout(app);
    app.printer = createPrinter(app);
    app.reset = () => app.store.set({ ...initial, selected: app.store.get().selected });
    return { app, narrow };
}

// The sheet of a resource, over the page; for the person it was opened from.
function openResource(app) {
    const { w, resources, describe, say, caseload } = app;
    return (row, person, one) => {
        const sheet = app.sheet(row),
            known = one || caseload.resourcesOf(person.rank - 1).find(other => other.row === row);
        const why = known
            ? [say.className(known), say.way(known), caseload.sentence(known.reasons), caseload.sentence(known.levers) && w.t('lever_is', { lever: caseload.sentence(known.levers) })]
            : [];
        app.dialogs.open(
            sheet.title,
            h('p', { class: `tag g${resources.group[row]}` }, mark(resources.group[row], resources.state[row]), describe.circle(row)),
            why.length ? h('p', { class: 'for-person' }, h('strong', null, `${w.t('for_person', { id: person.id })}${w.colon}`), why.filter(Boolean).join(' · ')) : null,
            sheetList(w, sheet, true),
            h('p', { class: 'actions' }, button(w.t('copy'), event => copy(sheetText(w, sheet, resources.head), event.target, w, app.announce), { class: 'act' })),
        );
    };
}

function createFrame(app) {
    const { w, resources, views } = app,
        { head } = resources,
        announce = h('p', { class: 'away-from-eyes', role: 'status', id: 'announce' });
    const sheets = button('', () => app.printer.sheets(app.found().visible), { class: 'act second', id: 'print-sheets' });
    const skip = h(
        'a',
        {
            class: 'skip',
            href: '#list',
            click: event => {
                event.preventDefault();
                views.list.element.focus();
            },
        },
        w.t('skip'),
    );
    document.getElementById('app').append(
        skip,
        h(
            'header',
            { class: 'top' },
            app.banner(),
            h('div', { class: 'titles' }, h('h1', null, head.title), h('p', null, [w.t('persons', { n: app.caseload.persons.length }), w.dated('as_of', 'as_of_undated', head.reference_date), w.t('team_class'), w.t('offline')].join(' · '))),
            h(
                'div',
                { class: 'tools' },
                button(w.t('print_list'), () => app.printer.list(), { class: 'act second', id: 'print-list' }),
                sheets,
                button(w.t('show_map'), () => app.showMap(), { class: 'act second', id: 'show-map' }),
                button(w.t('about'), app.about, { class: 'about', 'aria-haspopup': 'dialog' }),
            ),
        ),
        h('main', { class: 'columns' }, views.filters.element, views.list.element, views.person.element, views.map.element),
        app.dialogs.element,
        announce,
    );
    app.announce = text => {
        announce.textContent = text;
    };
    app.showSheets = n => {
        sheets.textContent = w.t('print_sheets', { n });
        sheets.disabled = n === 0 || n > MOST_SHEETS;
        sheets.title = n > MOST_SHEETS ? w.t('too_many_sheets', { n: MOST_SHEETS }) : '';
    };
}

function update(app) {
    const { views } = app;
    return (state, changed) => {
        if (CRITERIA.some(name => changed.has(name))) {
            const found = app.find(state);
            views.filters.show(state, found);
            views.list.show(found);
            views.map.show(found);
            app.showSheets(found.visible.length);
            app.announce(views.list.title.textContent);
            views.list.select(state.selected);
        }
        if (changed.has('selected')) {
            const line = views.list.select(state.selected);
            document.documentElement.classList.toggle('reading', state.selected >= 0);
            views.person.show(state.selected);
            if (state.selected < 0) views.map.open();
            if (line && !app.narrow()) line.scrollIntoView({ block: 'nearest' });
            if (state.selected >= 0) {
                if (app.narrow()) scrollTo(0, 0);
                views.person.title().focus({ preventScroll: app.narrow() });
            }
        }
    };
}

function connect(app) {
    const { store, views } = app;
    app.openResource = openResource(app);
    app.select = i => {
        if (store.get().selected === i) views.person.title().focus();
        else if (i >= 0) store.set({ selected: i });
    };
    app.close = () => {
        const i = store.get().selected;
        store.set({ selected: -1 });
        (document.documentElement.classList.contains('mapping') ? views.map.title : views.list.row(i) || views.list.title).focus();
    };
    // A narrow page shows the map in the place of the list; a wide one in that of the person.
    app.showMap = () => {
        document.documentElement.classList.add('mapping');
        store.set({ selected: -1 });
        views.map.open();
        if (app.narrow()) scrollTo(0, 0);
        views.map.title.focus({ preventScroll: app.narrow() });
    };
    app.closeMap = () => {
        document.documentElement.classList.remove('mapping');
        views.list.title.focus();
    };
    app.onlyCommune = commune => {
        store.set({ commune });
        app.closeMap();
    };
    for (const name of ['mouseover', 'focusin'])
        views.list.element.addEventListener(name, event => {
            const line = event.target.closest('[data-person]');
            views.map.hover(line ? +line.dataset.person : -1);
        });
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => views.map.repaint());
}

function start() {
    const { app, narrow } = createApp(),
        { store, initial } = app;
    document.documentElement.classList.add('js');
    app.views = { filters: createFilters(app), list: createList(app), person: createPersonView(app), map: createTeamMap(app, readBlock('contours')) };
    connect(app);
    createFrame(app);
    const { filters, list, person } = app.views;
    filters.element.open = !narrow.matches;
    narrow.addEventListener('change', () => {
        filters.element.open = !narrow.matches;
        app.views.map.open();
    });
    filters.show(initial, app.found());
    list.show(app.found());
    app.showSheets(app.found().visible.length);
    person.show(-1);
    app.views.map.show(app.found());
    app.views.map.open();
    store.subscribe(update(app));
    listenKeys(app);
}

startPage(start);
