// What goes on paper: the list of work, or sheets of persons, one a page. Every page has the banner.
import { h } from '../dom.js';
import { CLASS } from './persons.js';
import { fitSheets } from '../one_page.js';
import { eventItem, facts, needItem, printedResource } from './sheet.js';

const RESOURCES = 10,
    COLUMNS = ['rank', 'person', 'state', 'need', 'next', 'contact'];
export const MOST_SHEETS = 100;

export function createPrinter(app) {
    const { w, caseload, say, resources } = app,
        { head } = resources,
        target = document.getElementById('print'),
        nothing = () => null;
    let asked = null;

    const footer = () =>
        h(
            'footer',
            { class: 'paper-foot' },
            h('p', null, [head.attribution, w.dated('as_of', 'as_of_undated', head.reference_date), w.t('verify_before')].filter(Boolean).join(' · ')),
        );
    const cell = {
        rank: person => w.number(person.rank),
        person: person => [h('strong', null, person.id), h('br'), say.place(person)],
        state: person => [caseload.words.level[person.level], person.isolated ? ` · ${w.t('isolated')}` : '', say.deadline(person) ? [h('br'), h('strong', null, say.deadline(person))] : null],
        need: person => h('ul', null, person.needs.map(need => h('li', null, `${say.needLabel(need)}${w.colon}`, h('strong', null, caseload.words.state[need.state])))),
        next: person => say.next(person),
        contact: person => say.contact(person),
    };
    function overview() {
        const rows = app.found().visible;
        return h(
            'div',
            { class: 'paper-repeat' },
            h('div', { class: 'paper-head' }, app.banner()),
            h(
                'div',
                { class: 'paper-body' },
                h(
                    'section',
                    { class: 'paper-list' },
                    h('h1', null, `${w.t('paper_list')}${w.colon}${w.t('persons', { n: rows.length })}`),
                    h('p', null, [w.dated('as_of', 'as_of_undated', head.reference_date), w.t('in_order')].join(' · ')),
                    h(
                        'table',
                        { class: 'work' },
                        h('thead', null, h('tr', null, COLUMNS.map(name => h('th', { scope: 'col' }, w.t(`column_${name}`))))),
                        h('tbody', null, rows.map(i => h('tr', null, COLUMNS.map(name => h(name === 'person' ? 'th' : 'td', name === 'person' ? { scope: 'row' } : null, cell[name](caseload.persons[i])))))),
                    ),
                    footer(),
                ),
            ),
        );
    }
    function sheetPage(i) {
        const person = caseload.persons[i],
            rows = caseload.resourcesOf(i),
            first = [CLASS.SUITS, CLASS.VERIFY, CLASS.NEARLY].flatMap(class_ => rows.filter(one => one.class === class_)).slice(0, RESOURCES);
        return h(
            'section',
            { class: 'paper-sheet' },
            app.banner(),
            h('h2', null, person.id),
            h('div', { class: 'paper-two' }, facts(app, person, nothing), rows.length ? app.drawCircles(person, rows) : null),
            h('h3', null, w.t('needs_title')),
            h('ul', { class: 'needs' }, person.needs.map(need => needItem(app, need, nothing, true))),
            person.events.length ? [h('h3', null, w.t('ends_title')), h('ul', { class: 'ends' }, person.events.map(event => eventItem(app, person, event, nothing)))] : null,
            h('h3', null, w.t('answers_title')),
            h('ul', { class: 'answers' }, first.map(one => printedResource(app, one))),
            footer(),
        );
    }
    function prepare() {
        target.replaceChildren(...(asked ? asked.map(sheetPage) : [overview()]));
        if (asked) fitSheets(target);
    }
    addEventListener('beforeprint', prepare);
    addEventListener('afterprint', () => {
        asked = null;
        target.replaceChildren();
    });
    return {
        prepare,
        list() {
            asked = null;
            print();
        },
        // Prints the sheets of these persons and nothing else.
        sheets(persons) {
            asked = persons;
            print();
        },
    };
}
