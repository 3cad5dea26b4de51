// The filters: controls that show the state and change it, with how many persons each choice would give.
import { searchBox, toggled } from '../choices.js';
import { h } from '../dom.js';
import { DEADLINES, activeCriteria } from './search.js';

const SEARCH_DELAY_MS = 120;

// Those that somebody has, the most frequent first.
function ranked(persons, name) {
    const counts = new Map();
    for (const person of persons) for (const value of person[name]) counts.set(value, (counts.get(value) || 0) + 1);
    return [...counts.keys()].sort((a, b) => counts.get(b) - counts.get(a) || a - b);
}

export function createFilters(app) {
    const { w, store, caseload } = app,
        { persons, words } = caseload;
    const counts = { levels: new Map(), families: new Map(), causes: new Map() };

    const text = searchBox(app, SEARCH_DELAY_MS);
    const communes = [...new Set(persons.map(person => person.commune))].sort((a, b) =>
        w.sort(caseload.communeName(a), caseload.communeName(b)),
    );
    const choice = (id, options, otherwise) =>
        h(
            'select',
            { id, change: event => store.set({ [id]: +event.target.value }) },
            h('option', { value: otherwise.value }, otherwise.label),
            options.map(({ value, label }) => h('option', { value }, label)),
        );
    const deadline = choice(
        'deadline',
        DEADLINES.map(n => ({ value: n, label: w.t('deadline_within', { n }) })),
        { value: 0, label: w.t('any_deadline') },
    );
    const commune = choice(
        'commune',
        communes.filter(k => k >= 0).map(k => ({ value: k, label: caseload.communeName(k) })),
        { value: -1, label: w.t('all_communes') },
    );
    const isolatedCount = h('span', { class: 'number' }),
        isolated = h('input', { id: 'isolated', type: 'checkbox', change: () => store.set({ isolated: isolated.checked }) });

    function box(kind, value, label) {
        const count = h('span', { class: 'number' }),
            input = h('input', {
                type: 'checkbox',
                name: kind,
                value,
                change: () => store.set({ [kind]: toggled(store.get()[kind], value, input.checked) }),
            });
        counts[kind].set(value, count);
        return h('label', { class: 'box' }, input, h('span', { class: 'label' }, label), count);
    }
    const group = (title, boxes) => (boxes.length ? h('fieldset', null, h('legend', null, title), boxes) : null);
    const field = (id, label, control) => h('div', { class: 'field' }, h('label', { for: id }, label), control);

    const element = h(
        'details',
        { class: 'filters', id: 'filters' },
        h('summary', null, w.t('filters'), ' ', h('span', { class: 'active', id: 'active-filters' })),
        h(
            'form',
            { role: 'search', 'aria-label': w.t('filters'), submit: event => event.preventDefault() },
            field('search', w.t('search'), text),
            group(
                w.t('levels'),
                words.level.map((label, k) => box('levels', k, label)),
            ),
            h('label', { class: 'box alone-box' }, isolated, h('span', { class: 'label' }, w.t('isolated_only')), isolatedCount),
            field('deadline', w.t('deadline'), deadline),
            field('commune', w.t('commune'), commune),
            group(
                w.t('need_families'),
                ranked(persons, 'families').map(k => box('families', k, caseload.families[k].label)),
            ),
            group(
                w.t('causes'),
                ranked(persons, 'causes').map(k => box('causes', k, words.cause[k])),
            ),
            h('button', { type: 'button', class: 'reset', click: () => app.reset() }, w.t('reset')),
        ),
    );
    const controls = [...element.querySelectorAll('input[name]')];
    return {
        element,
        show(state, found) {
            if (document.activeElement !== text) text.value = state.text;
            deadline.value = state.deadline;
            commune.value = state.commune;
            isolated.checked = state.isolated;
            isolatedCount.textContent = w.number(found.counts.isolated);
            for (const input of controls) input.checked = state[input.name].has(+input.value);
            for (const [kind, list] of Object.entries(counts))
                list.forEach((count, value) => {
                    count.textContent = w.number(found.counts[kind].get(value) || 0);
                });
            const active = activeCriteria(state);
            element.querySelector('#active-filters').textContent = active ? w.t('active_filters', { n: active }) : '';
        },
    };
}
