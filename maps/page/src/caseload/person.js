// The sheet of one person beside the list: facts, needs, what ends, circles, what may answer.
import { button, h, put } from '../dom.js';
import { mark } from '../marks.js';
import { CLASS } from './persons.js';
import { eventItem, factors, facts, needItem, resourceItem } from './sheet.js';

const CLASS_TITLES = ['class_suits', 'class_verify', 'class_nearly', 'class_aside'],
    SHOWN = 12,
    STATE_KEYS = [
        [1, 'legend_place'],
        [2, 'legend_full'],
        [0, 'legend_other'],
    ];

export function createPersonView(app) {
    const { w, caseload, resources } = app;
    const element = h('section', { id: 'person', class: 'person', 'aria-label': w.t('choose') });

    // A button to the sheet of a resource; nothing where there is none.
    const opener = person => row =>
        row >= 0
            ? button(w.t('open_sheet', { name: resources.name[row] || w.t('no_name') }), () => app.openResource(row, person), { class: 'link' })
            : null;

    function classList(person, rows, class_) {
        const mine = rows.filter(one => one.class === class_);
        if (!mine.length) return null;
        const list = h('ul', { class: 'answers' }, mine.slice(0, SHOWN).map(one => resourceItem(app, person, one))),
            left = mine.length - SHOWN;
        const more = button(w.t('show_all', { n: left }), () => {
            const rest = mine.slice(SHOWN).map(one => resourceItem(app, person, one));
            list.append(...rest);
            more.remove();
            rest[0].querySelector('button').focus();
        }, { class: 'more' });
        return [h('h4', null, `${w.t(CLASS_TITLES[class_])}${w.colon}${w.number(mine.length)}`), list, left > 0 ? more : null];
    }

    function legend() {
        const { families } = resources.dictionaries;
        return h(
            'div',
            { class: 'circle-legend' },
            h('ol', null, families.map(family => h('li', null, family.short))),
            h(
                'ul',
                null,
                [0, 1, 2, 3].map(group => h('li', null, mark(group, 0), w.t(`circle_group_${group}`))),
                STATE_KEYS.map(([state, key]) => h('li', null, mark(2, state), w.t(key))),
                h('li', null, w.t('legend_aside')),
            ),
            h('p', { class: 'note' }, w.t('circles_foot')),
        );
    }

    function circles(person, rows) {
        const paper = app.drawCircles(person, rows);
        paper.addEventListener('click', event => {
            const chosen = event.target.closest('g.m');
            if (!chosen) return;
            const row = +chosen.dataset.row;
            app.openResource(row, person, rows.find(one => one.row === row));
        });
        return paper;
    }

    function answers(person, rows) {
        const [suits, verify, nearly] = caseload.map(person.rank - 1).totals;
        return h(
            'section',
            { 'aria-labelledby': 'answers-title' },
            h('h3', { id: 'answers-title' }, w.t('answers_title')),
            h('p', { class: 'note' }, rows.length ? w.t('totals', { suits, verify, nearly }) : w.t('none_answers')),
            [CLASS.SUITS, CLASS.VERIFY, CLASS.NEARLY, CLASS.ASIDE].map(class_ => classList(person, rows, class_)),
        );
    }

    // A line under the pointer or the focus rings its mark.
    function link() {
        const ring = target => {
            const item = target && target.closest && target.closest('[data-row]');
            for (const g of element.querySelectorAll('g.m')) g.classList.toggle('chosen', Boolean(item) && g.dataset.row === item.dataset.row);
            for (const li of element.querySelectorAll('.answers > li')) li.classList.toggle('chosen', Boolean(item) && li.dataset.row === item.dataset.row);
        };
        element.addEventListener('mouseover', event => ring(event.target));
        element.addEventListener('focusin', event => ring(event.target));
        element.addEventListener('mouseleave', () => ring(null));
    }
    link();

    function head(person) {
        const move = (way, label) => {
            const other = app.views.list.beside(person.rank - 1, way);
            return button(w.t(label), () => app.select(other), { class: 'act second', id: `go-${label}`, disabled: other < 0 });
        };
        return h(
            'div',
            { class: 'person-head' },
            button(w.t('back_to_list'), () => app.close(), { class: 'act second back' }),
            h('h2', { id: 'person-title', tabindex: '-1' }, person.id),
            h('p', { class: 'actions' }, move(-1, 'before'), move(1, 'after'), button(w.t('print'), () => app.printer.sheets([person.rank - 1]), { class: 'act' })),
        );
    }

    function show(i) {
        const person = caseload.persons[i],
            rows = caseload.resourcesOf(i),
            open = opener(person);
        element.setAttribute('aria-label', w.t('person_sheet', { id: person.id }));
        put(
            element,
            head(person),
            facts(app, person, open),
            h('details', { class: 'more-facts' }, h('summary', null, w.t('factors')), factors(app, person)),
            h(
                'section',
                { 'aria-labelledby': 'needs-title' },
                h('h3', { id: 'needs-title' }, w.t('needs_title')),
                h('ul', { class: 'needs' }, person.needs.map(need => needItem(app, need, open))),
            ),
            h(
                'section',
                { 'aria-labelledby': 'ends-title' },
                h('h3', { id: 'ends-title' }, w.t('ends_title')),
                person.events.length
                    ? h('ul', { class: 'ends' }, person.events.map(event => eventItem(app, person, event, open)))
                    : h('p', { class: 'note' }, w.t('ends_none')),
            ),
            h(
                'section',
                { 'aria-labelledby': 'circles-title' },
                h('h3', { id: 'circles-title' }, w.t('circles_title')),
                rows.length ? h('div', { class: 'circles-part' }, circles(person, rows), legend()) : h('p', { class: 'note' }, w.t('none_answers')),
            ),
            answers(person, rows),
        );
        element.scrollTop = 0;
    }
    return {
        element,
        show(i) {
            if (i >= 0) show(i);
            else put(element);
        },
        title: () => element.querySelector('h2'),
    };
}
