// The filters: controls that show the state and change it, with what each family and circle would give.
import { searchBox, toggled } from './choices.js';
import { h } from './dom.js';
import { mark } from './marks.js';
import { STATE } from './resources.js';
import { limitSteps } from './criteria.js';

const SEARCH_DELAY_MS = 150;

export function createFilters(app) {
    const { resources, w, store } = app,
        { head, dictionaries } = resources;
    const counts = { families: new Map(), circles: new Map() };

    const text = searchBox(app, SEARCH_DELAY_MS);
    const limit = h(
        'select',
        { id: 'limit', change: () => store.set({ limit: +limit.value }) },
        limitSteps(resources).map(step => h('option', { value: step }, resources.minutes ? w.minutes(step) : w.km(step))),
        h('option', { value: 0 }, w.t('no_limit')),
    );
    const places = h('input', { id: 'places', type: 'checkbox', change: () => store.set({ places: places.checked }) });

    function box(kind, value, label, icon) {
        const count = h('span', { class: 'number' }),
            input = h('input', {
                type: 'checkbox',
                name: kind,
                value,
                change: () => store.set({ [kind]: toggled(store.get()[kind], value, input.checked) }),
            });
        if (counts[kind]) counts[kind].set(value, count);
        return h('label', { class: 'box' }, input, icon, h('span', { class: 'label' }, label), count);
    }

    const families = dictionaries.families.map((family, k) => box('families', k + 1, `${k + 1}. ${family.short}`));
    if (resources.rows.some(i => !resources.families[i])) families.push(box('families', 0, w.t('family_none')));
    const circles = resources.present.map(group =>
        box('circles', group, w.t(`circle_group_${group}`), mark(group, STATE.NO_NOTION)),
    );
    const needs =
        resources.answers && resources.answers.needs && resources.answers.need
            ? resources.answers.needs.map((need, k) => box('needs', k, need.label))
            : [];
    const states = new Set(resources.rows.map(i => resources.state[i])),
        keys = [
            [STATE.PLACE, 'legend_place'],
            [STATE.FULL, 'legend_full'],
            [STATE.UNKNOWN, 'legend_other'],
        ];
    const legend = keys
        .filter(([state]) => states.has(state))
        .map(([state, key]) => h('li', null, mark(2, state), h('span', null, w.t(key))));

    const element = h(
        'details',
        { class: 'filters', id: 'filters' },
        h('summary', null, w.t('filters'), ' ', h('span', { class: 'active', id: 'active-filters' })),
        h(
            'form',
            { role: 'search', 'aria-label': w.t('filters'), submit: event => event.preventDefault() },
            h('div', { class: 'field' }, h('label', { for: 'search' }, w.t('search')), text),
            head.origin &&
                h(
                    'div',
                    { class: 'field' },
                    h(
                        'label',
                        { for: 'limit' },
                        w.t(resources.minutes ? 'limit_minutes' : 'limit_km', { place: head.origin.name }),
                    ),
                    limit,
                ),
            h('label', { class: 'box alone' }, places, h('span', { class: 'label' }, w.t('places_only'))),
            needs.length ? h('fieldset', null, h('legend', null, w.t('needs')), needs) : null,
            h('fieldset', null, h('legend', null, w.t('families')), families),
            h('fieldset', null, h('legend', null, w.t('circles')), circles),
            h('div', { class: 'legend' }, h('p', { class: 'legend-title' }, w.t('legend')), h('ul', null, legend)),
            h('button', { type: 'button', class: 'reset', click: () => app.reset() }, w.t('reset')),
        ),
    );

    const controls = [...element.querySelectorAll('input[name]')];
    return {
        element,
        show(state, found) {
            if (document.activeElement !== text) text.value = state.text;
            limit.value = state.limit;
            places.checked = state.places;
            for (const input of controls) input.checked = state[input.name].has(+input.value);
            counts.families.forEach((count, value) => {
                count.textContent = w.number(found.families[value]);
            });
            counts.circles.forEach((count, value) => {
                count.textContent = w.number(found.circles[value]);
            });
            const active = app.activeFilters(state);
            element.querySelector('#active-filters').textContent = active ? w.t('active_filters', { n: active }) : '';
        },
    };
}
