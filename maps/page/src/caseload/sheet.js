// What is said of one person: lines of words and tables, the same on the screen and on paper.
import { button, h } from '../dom.js';
import { CLASS, STATE } from './persons.js';

const MOST_CAUSES = 6,
    PRINTED_CAUSES = 3,
    ISOLATION = ['unknown', 'yes', 'no'],
    CLASSES = ['suits', 'verify', 'nearly', 'aside'];

export function createSaying(app) {
    const { w, caseload, describe } = app,
        { words } = caseload;
    const say = {
        level: person => h('span', { class: `pill level-${person.level}` }, words.level[person.level]),
        state: need => h('span', { class: `pill state-${need.state}` }, words.state[need.state]),
        isolated: person => (person.isolated ? h('span', { class: 'pill alone' }, w.t('isolated')) : null),
        place: person =>
            [caseload.communeName(person.commune), person.age >= 0 ? w.t('age', { n: person.age }) : w.t('age_unknown')].join(' · '),
        deadline(person) {
            if (person.deadline < 0) return null;
            return person.deadline ? w.t('deadline_in', { n: person.deadline }) : w.t('deadline_today');
        },
        next: person => caseload.sentence(person.next) || w.t('nothing_to_do'),
        contact: person => caseload.sentence(person.contact) || w.t('contact_missing'),
        needLabel: need => caseload.need(need).label,
        waiting: person => (person.waiting >= 0 ? w.t('waiting_since', { n: person.waiting }) : w.t('waiting_unknown')),
        isolation(person) {
            const [low, high] = person.isolation,
                range = low === high ? w.t('isolation_exact', { n: low }) : w.t('isolation_between', { low, n: high });
            return `${range} · ${w.t(person.isolated ? 'isolation_yes' : 'isolation_no')}`;
        },
        way(one) {
            if (one.minutes >= 0) return w.t('way_within', { way: w.minutes(one.minutes, one.estimate) });
            return w.t({ '-2': 'at_home', '-3': 'remote' }[one.minutes] || 'way_unknown');
        },
        className: one => w.t(`class_${CLASSES[one.class]}`),
        what: row => [describe.family(row), describe.commune(row)].join(' · '),
    };
    return say;
}

// The facts about a person, two by two.
export function facts(app, person, open) {
    const { w, say } = app;
    const line = (label, ...value) => h('div', { class: 'line' }, h('dt', null, label), h('dd', null, value));
    return h(
        'dl',
        { class: 'facts' },
        line(w.t('fact_next'), h('p', { class: 'strong' }, say.next(person)), open(person.next_row)),
        line(w.t('fact_level'), say.level(person), ' ', say.isolated(person)),
        line(w.t('fact_deadline'), say.deadline(person) || w.t('no_deadline')),
        line(w.t('fact_contact'), say.contact(person)),
        line(w.t('fact_place'), say.place(person)),
        line(w.t('fact_isolation'), say.isolation(person)),
        line(w.t('fact_waiting'), say.waiting(person)),
    );
}

export function factors(app, person) {
    const { w } = app;
    return h(
        'ul',
        { class: 'factors' },
        person.factors.map((answer, k) =>
            h('li', { class: ISOLATION[answer] }, `${w.t(`factor_${k}`)}${w.colon}`, h('strong', null, w.t(`factor_${ISOLATION[answer]}`))),
        ),
    );
}

function causeTable(app, need) {
    const { w, caseload } = app;
    return h(
        'table',
        { class: 'causes' },
        h('caption', null, w.t('what_keeps_out')),
        h(
            'thead',
            null,
            h(
                'tr',
                null,
                ['cause', 'blocked', 'alone'].map(name => h('th', { scope: 'col' }, w.t(`keeps_${name}`))),
            ),
        ),
        h(
            'tbody',
            null,
            need.causes
                    .slice(0, MOST_CAUSES)
                .map(([cause, blocked, alone]) =>
                    h(
                        'tr',
                        null,
                        h('th', { scope: 'row' }, caseload.words.cause[cause]),
                        h('td', null, w.number(blocked)),
                        h('td', null, w.number(alone)),
                    ),
                ),
        ),
    );
}

// The same in one sentence, for paper.
function causeLine(app, need) {
    const { w, caseload } = app,
        first = need.causes
            .slice(0, PRINTED_CAUSES)
            .map(([cause, blocked, alone]) => w.t('cause_counts', { cause: caseload.words.cause[cause], blocked, alone }));
    return h('p', null, h('strong', null, `${w.t('what_keeps_out')}${w.colon}`), w.semicolons(first));
}

function changes(app, need, open, most) {
    const { w, caseload } = app;
    return h(
        'div',
        { class: 'changes' },
        h('p', { class: 'part' }, w.t('what_would_change')),
        h(
            'ul',
            null,
            need.changes.slice(0, most).map(([sentence, offers, row]) =>
                h(
                    'li',
                    null,
                    caseload.sentence(sentence),
                    offers > 1 ? h('span', { class: 'quiet' }, ` (${w.t('lets_in', { n: offers })})`) : null,
                    open(row),
                ),
            ),
        ),
    );
}

// The need, its state, why; then, unless it is covered, what blocks and what would change it.
// Paper has the first of each.
export function needItem(app, need, open, printed) {
    const { w, caseload, say } = app,
        why = caseload.sentence(need.why);
    const covering =
        need.state >= STATE.TO_VERIFY
            ? [w.t('covering', { n: need.covering }), need.to_verify ? w.t('covering_verify', { n: need.to_verify }) : ''].filter(Boolean)
            : [];
    return h(
        'li',
        { class: 'need' },
        h('p', { class: 'need-head' }, h('strong', null, say.needLabel(need)), ' ', say.state(need)),
        h('p', { class: 'quiet' }, [w.t(`priority_${need.priority}`), why, covering.join(', ')].filter(Boolean).join(' · ')),
        need.changes && need.changes.length ? changes(app, need, open, printed ? 1 : undefined) : null,
        need.causes && need.causes.length ? (printed ? causeLine : causeTable)(app, need) : null,
    );
}

// A month has no day: that of an age limit would be the birth's.
const day = (w, text) => (text.length > 7 ? w.date(text) : w.month(text));

export function eventItem(app, person, event, open) {
    const { w, caseload, resources } = app;
    const when = event.date ? day(w, event.date) : w.t('wait_days', { n: event.days });
    const about = [
        event.row >= 0 ? resources.name[event.row] || w.t('no_name') : '',
        event.needs.map(k => app.say.needLabel(person.needs[k])).join(', '),
        event.today ? w.t('ends_today') : '',
        event.creton ? w.t('ends_creton') : '',
    ].filter(Boolean);
    return h(
        'li',
        null,
        h('strong', null, when),
        ` · ${caseload.words.fragility[event.kind]}`,
        about.length ? h('span', { class: 'quiet' }, ` · ${about.join(' · ')}`) : null,
        open(event.row),
    );
}

// One resource on paper: how to reach it, how far it is, why.
export function printedResource(app, one) {
    const { w, caseload, resources, say } = app,
        details = app.details(),
        phone = details && details.columns.phone ? details.columns.phone[one.row] : null,
        reasons = caseload.sentence(one.reasons);
    return h(
        'li',
        null,
        h('span', { class: 'number' }, one.number ? String(one.number) : ''),
        h('strong', null, resources.name[one.row] || w.t('no_name')),
        h('span', { class: 'quiet' }, [say.className(one), phone || w.t('phone_missing'), say.way(one), say.what(one.row)].join(' · ')),
        reasons ? h('span', { class: 'quiet' }, reasons) : null,
    );
}

// One resource for a person: its name opens the sheet; then how far, and why.
export function resourceItem(app, person, one) {
    const { w, caseload, resources, say } = app,
        name = resources.name[one.row] || w.t('no_name'),
        reasons = caseload.sentence(one.reasons),
        lever = one.class >= CLASS.NEARLY ? caseload.sentence(one.levers) : '';
    const needs = one.needs.filter(k => person.needs[k]).map(k => say.needLabel(person.needs[k]));
    return h(
        'li',
        { 'data-row': one.row },
        one.number ? h('span', { class: 'number' }, String(one.number)) : h('span', { class: 'number none' }),
        button(name, () => app.openResource(one.row, person, one), { class: 'link' }),
        h('span', { class: 'quiet' }, [say.way(one), app.w.t(`circle_${app.resources.dictionaries.circle[one.circle]}`), say.what(one.row)].join(' · ')),
        needs.length ? h('span', { class: 'why' }, w.t('answers_needs', { needs: needs.join(', ') })) : null,
        reasons ? h('span', { class: 'why' }, reasons) : null,
        lever ? h('span', { class: 'why lever' }, w.t('lever_is', { lever })) : null,
    );
}
