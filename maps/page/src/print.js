// What goes on paper: the list with its map, then the sheets of the basket; or sheets alone, one a page.
import { h } from './dom.js';
import { mark } from './marks.js';
import { sheetList } from './fiche.js';
import { fitSheets } from './one_page.js';
import { printedMap } from './print_map.js';

const DENSE_MOST = 120;

export function createPrinter(app, map) {
    const { resources, w, describe, store } = app,
        { head } = resources,
        target = document.getElementById('print');
    let asked = null;

    // Each section has its banner; what runs over several pages repeats it, as the head of a table does.
    const repeated = section =>
        head.private
            ? h(
                  'div',
                  { class: 'paper-repeat' },
                  h('div', { class: 'paper-head' }, app.banner()),
                  h('div', { class: 'paper-body' }, section),
              )
            : section;
    function footer() {
        const sources = head.sources.map(s =>
            [s.name, s.edition && w.t('edition', { edition: s.edition }), s.licence].filter(Boolean).join(', '),
        );
        return h(
            'footer',
            { class: 'paper-foot' },
            h('p', null, w.t('sources_are', { sources: w.semicolons(sources) })),
            h(
                'p',
                null,
                [head.attribution, w.dated('as_of', 'as_of_undated', head.reference_date), w.t('verify_before')]
                    .filter(Boolean)
                    .join(' · '),
            ),
        );
    }
    function sheetPage(i) {
        const sheet = app.sheet(i);
        return h(
            'section',
            { class: 'paper-sheet' },
            app.banner(),
            h(
                'header',
                null,
                h('h2', null, sheet.title),
                h('p', { class: 'tag' }, mark(resources.group[i], resources.state[i]), describe.circle(i)),
            ),
            sheetList(w, sheet, false),
            footer(),
        );
    }
    function denseLine(i, place) {
        const details = app.details(),
            phone = details && details.columns.phone ? details.columns.phone[i] : null;
        const first = [describe.family(i), describe.circleShort(i), describe.commune(i), describe.away(i)],
            second = [describe.places(i), describe.authorised(i), phone || w.t('phone_missing')];
        return h(
            'li',
            { value: place + 1 },
            mark(resources.group[i], resources.state[i]),
            h('strong', null, describe.name(i)),
            h('br'),
            first.filter(Boolean).join(' · '),
            h('br'),
            second.filter(Boolean).join(' · '),
            app.person
                ? h('span', null, h('br'), w.t(`class_${app.person.className(i)}`), ' ', app.person.reasons(i).join(' '))
                : null,
        );
    }
    function overview() {
        const rows = app.found().visible,
            drawing = map.drawing();
        const left = rows.length - DENSE_MOST;
        return repeated(
            h(
                'section',
                { class: 'paper-list' },
                h('h1', null, head.title),
                h('p', null, [head.subtitle, app.criteriaWords()].filter(Boolean).join(' · ')),
                drawing ? printedMap(app, { ...drawing, rows, label: w.t('printed_map') }) : null,
                h('h2', null, w.t('resources', { n: rows.length })),
                h('ol', { class: 'dense' }, rows.slice(0, DENSE_MOST).map(denseLine)),
                left > 0 ? h('p', { class: 'rest' }, w.t('rest_in_csv', { n: left, csv: head.csv })) : null,
                footer(),
            ),
        );
    }
    function prepare() {
        const rows = asked || store.get().basket,
            pages = rows.map(sheetPage);
        target.replaceChildren(...(asked ? pages : [overview(), ...pages]));
        fitSheets(target);
    }
    addEventListener('beforeprint', prepare);
    addEventListener('afterprint', () => {
        asked = null;
        target.replaceChildren();
    });
    return {
        prepare,
        // Prints the sheets of these rows and nothing else.
        sheets(rows) {
            asked = rows;
            print();
        },
    };
}
