// Starts the page: reads the data, makes the views, tells each what the state asks.
import { readBlock } from './blocks.js';
import { openColumns } from './columns.js';
import { createResources } from './resources.js';
import { createWords } from './words.js';
import { startPage } from './start.js';
import { createStore, changedFilters } from './state.js';
import { followFragment } from './fragment.js';
import { limitSteps, search } from './criteria.js';
import { createDescribe } from './describe.js';
import { createPerson, privateBanner } from './person.js';
import { createSheet } from './sheet.js';
import { createFilters } from './filters.js';
import { createList } from './list.js';
import { createFiche } from './fiche.js';
import { createMap } from './map.js';
import { createCircles } from './circles.js';
import { createTable } from './table.js';
import { createBasket } from './basket.js';
import { createDialogs } from './dialogs.js';
import { createReport, createUncovered } from './report.js';
import { createAbout } from './about.js';
import { createPrinter } from './print.js';
import { createShell } from './shell.js';
import { criteriaWords, aboutNone, activeFilters } from './sentences.js';
import { listCsv } from './export.js';
import { copy, save } from './files.js';
import { listenKeys } from './keyboard.js';

const NARROW = '(max-width: 62.49em)',
    KM_AT_FIRST = 20;

function firstState(resources) {
    const { origin } = resources.head;
    return {
        text: '',
        families: new Set(),
        needs: new Set(),
        circles: new Set(resources.present),
        limit: origin && !resources.minutes ? KM_AT_FIRST : 0,
        places: false,
        selected: -1,
        basket: [],
        view: 'map',
    };
}

function createApp() {
    const resources = createResources(openColumns(readBlock('data'))),
        w = createWords(resources.head.language),
        initial = firstState(resources);
    const store = createStore(initial),
        narrow = matchMedia(NARROW);
    const app = {
        resources,
        w,
        store,
        initial,
        narrow: () => narrow.matches,
        describe: createDescribe(resources, w),
        person: createPerson({ resources, w }),
    };
    let details,
        found = search(resources, initial);
    app.details = () => {
        if (details === undefined) {
            const doc = readBlock('details');
            details = doc && openColumns(doc);
        }
        return details;
    };
    app.found = () => found;
    app.find = state => (found = search(resources, state));
    app.banner = () => (resources.head.private ? privateBanner(w) : null);
    app.criteriaWords = () => criteriaWords(app);
    app.aboutNone = () => aboutNone(app);
    app.activeFilters = state => activeFilters(state, initial);
    app.sheet = createSheet(app);
    app.save = save;
    app.copy = (text, target) => copy(text, target, w, app.announce);
    app.exportRows = (rows, name) => save(name, 'text/csv', listCsv(app, rows));
    app.dialogs = createDialogs(app);
    app.basket = createBasket(app);
    app.report = createReport(app);
    app.uncovered = createUncovered(app);
    app.about = createAbout(app);
    return { app, narrow };
}

// What views ask of one another.
function connect(app) {
    const { store, views } = app;
    let hovered = -1,
        back = null,
        seen = false;
    app.select = i => {
        back = document.activeElement;
        if (store.get().selected === i) views.fiche.open(i, true);
        store.set({ selected: i });
    };
    app.closeFiche = () => {
        const i = store.get().selected;
        views.fiche.close();
        store.set({ selected: -1 });
        const row = views.list.row(i);
        (row || (back && back.isConnected ? back : views.list.element)).focus();
    };
    app.hover = i => {
        if (i === hovered) return;
        hovered = i;
        views.map.hover(i);
        views.circles.hover(i);
    };
    // Only what the map shows, or everything again.
    app.listView = on => {
        seen = on;
        showList(app, seen);
        if (app.narrow()) views.list.element.scrollIntoView();
        views.list.title.focus();
    };
    app.viewMoved = () => {
        if (seen) showList(app, seen);
    };
    app.seenOff = () => {
        seen = false;
    };
    app.focusFirstRow = () => (views.list.element.querySelector('.row') || views.list.title).focus();
    app.reset = () =>
        store.set({ ...app.initial, basket: store.get().basket, view: store.get().view, selected: store.get().selected });
}

function showList({ views, found, store }, seen) {
    views.list.show(found(), seen ? seenRows(views, found()) : null);
    views.list.select(store.get().selected);
}

const seenRows = (views, found) => {
    const seen = new Set(views.map.inView());
    return found.visible.filter(i => seen.has(i));
};

function update(app, shell, fresh) {
    const { views, store } = app;
    return (state, changed) => {
        const filtered = changedFilters(changed);
        if (filtered) {
            const found = app.find(state);
            app.seenOff();
            views.filters.show(state, found);
            views.list.show(found);
            views.circles.show(found);
            fresh.clear();
            shell.announce(views.list.title.textContent);
        }
        if (changed.has('view')) shell.show(state.view);
        showView(app, fresh);
        if (changed.has('limit')) views.map.showRings(state);
        if (changed.has('selected')) select(app, state.selected);
        else if (filtered) views.list.select(state.selected);
        if (changed.has('basket')) {
            app.basket.show();
            views.fiche.refresh();
            for (const keep of document.querySelectorAll('[data-keep]')) refreshKeep(app, keep);
        }
        store.get().view === 'map' || app.hover(-1);
    };
}

function refreshKeep(app, keep) {
    const focused = document.activeElement === keep,
        made = app.basket.toggle(+keep.dataset.keep);
    keep.replaceWith(made);
    if (focused) made.focus();
}

function select({ views }, i) {
    const row = views.list.select(i);
    if (row && i >= 0) row.scrollIntoView({ block: 'nearest' });
    views.map.select(i);
    views.circles.select(i);
    views.table.select(i);
    if (i >= 0) views.fiche.open(i, true);
    else views.fiche.close();
}

// A view is brought up to date when it is seen.
function showView({ views, found, store }, fresh) {
    const { view } = store.get();
    if (view === 'map' && !views.map.leaflet) views.map.open(found());
    else if (view === 'map') views.map.resize();
    if (fresh.has(view)) return;
    fresh.add(view);
    if (view !== 'circles') views[view].show(found());
}

function createViews(app) {
    return {
        filters: createFilters(app),
        list: createList(app),
        fiche: createFiche(app),
        map: createMap(app, readBlock('contours')),
        circles: createCircles(app),
        table: createTable(app),
    };
}

// What the window changes under the page.
function followWindow(app, narrow) {
    const { filters, fiche, map } = app.views;
    filters.element.open = !narrow.matches;
    narrow.addEventListener('change', () => {
        filters.element.open = !narrow.matches;
        fiche.reopen();
        map.resize();
    });
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => map.repaint());
}

function start() {
    const { app, narrow } = createApp(),
        { resources, store, initial } = app;
    document.documentElement.classList.add('js');
    app.views = createViews(app);
    connect(app);
    const shell = createShell(app),
        fresh = new Set();
    app.announce = shell.announce;
    app.printer = createPrinter(app, app.views.map);
    const { filters, list, circles } = app.views;
    shell.show(initial.view);
    followWindow(app, narrow);
    filters.show(initial, app.found());
    list.show(app.found());
    circles.show(app.found());
    app.basket.show();
    showView(app, fresh);
    store.subscribe(update(app, shell, fresh));
    if (!resources.head.private) followFragment(store, initial, resources, [0, ...limitSteps(resources)]);
    listenKeys(app);
}

startPage(start);
