// The list: the content of the page. Shows a window of the resources found, forty at a time.
import { button, h } from './dom.js';
import { mark } from './marks.js';
import { STATE } from './resources.js';
import { away, isUncertain } from './criteria.js';
import { levers, sayLever } from './levers.js';
import { personLines } from './person.js';

const STATE_CLASS = { [STATE.PLACE]: 'place', [STATE.FULL]: 'full', [STATE.UNKNOWN]: 'unknown', [STATE.NO_NOTION]: 'open' };

export function createList(app) {
    const { resources, w, describe, store } = app,
        step = app.narrow() ? 12 : 40;
    const title = h('h2', { id: 'count', tabindex: '-1' }),
        said = h('p', { class: 'said', role: 'status' });
    const items = h('ul', { id: 'rows', 'aria-labelledby': 'count' }),
        empty = h('div', { class: 'empty', hidden: true });
    const before = button('', () => grow(-1), { class: 'more', hidden: true }),
        after = button('', () => grow(1), { class: 'more', hidden: true });
    const whole = button(w.t('whole_list'), () => app.listView(false), { class: 'more', hidden: true });
    const element = h(
        'section',
        { id: 'list', class: 'list', tabindex: '-1', 'aria-labelledby': 'count' },
        h('div', { class: 'list-head' }, title, said, whole),
        before,
        items,
        empty,
        after,
    );
    let rows = [],
        from = 0,
        to = 0;

    function line(i) {
        const authorised = resources.state[i] === STATE.NO_NOTION ? null : describe.authorised(i);
        const current = i === store.get().selected;
        return h(
            'li',
            { class: current ? 'current' : null },
            h(
                'button',
                { type: 'button', class: 'row', 'data-row': i, 'aria-current': current ? 'true' : null },
                mark(resources.group[i], resources.state[i]),
                h('span', { class: 'name' }, describe.name(i)),
                h('span', { class: 'away' }, describe.awayShort(i)),
                h('span', { class: 'what' }, [describe.circleShort(i), describe.family(i), placeWords(i)].join(' · ')),
                h(
                    'span',
                    { class: `places ${STATE_CLASS[resources.state[i]]}` },
                    describe.places(i),
                    authorised && h('span', { class: 'quiet' }, ` · ${authorised}`),
                ),
                personLines(app, i),
            ),
            app.basket.toggle(i),
        );
    }

    const placeWords = i =>
        describe.byCommune(i) ? w.t('by_the_commune', { commune: describe.commune(i) }) : describe.commune(i);

    // Rows of a person come under the name of their class.
    function lines(first, last) {
        const list = [];
        for (let k = first; k < last; k++) {
            const heading = app.person && app.person.heading(rows[k], k ? rows[k - 1] : -1, rows);
            if (heading) list.push(h('li', { class: 'class' }, h('h3', null, heading)));
            list.push(line(rows[k]));
        }
        return list;
    }

    function more() {
        before.hidden = from === 0;
        after.hidden = to >= rows.length;
        before.textContent = w.t('show_before', { n: Math.min(step, from) });
        after.textContent = w.t('show_more', { n: Math.min(step, rows.length - to), left: rows.length - to });
    }

    function grow(way) {
        if (way > 0) {
            const last = Math.min(rows.length, to + step),
                first = lines(to, last);
            items.append(...first);
            to = last;
            focusRow(first.find(item => item.querySelector('.row')));
        } else {
            const first = Math.max(0, from - step);
            items.prepend(...lines(first, from));
            from = first;
            focusRow(items.firstElementChild);
        }
        more();
    }
    const focusRow = item => item && item.querySelector('.row') && item.querySelector('.row').focus();

    function showEmpty(found) {
        const found_levers = resources.rows.length ? levers(found, resources) : [];
        empty.replaceChildren(
            ...(found_levers.length ? [h('h3', null, w.t('what_blocks'))] : []),
            h(
                'ul',
                { class: 'levers' },
                found_levers.map(lever => {
                    const { sentence, label } = sayLever(lever, w, resources, store.get());
                    return h(
                        'li',
                        null,
                        h('p', null, sentence),
                        button(
                            label,
                            () => {
                                store.set(lever.patch);
                                app.focusFirstRow();
                            },
                            { class: 'act' },
                        ),
                    );
                }),
            ),
            h('p', null, w.t('nothing_suits')),
            button(w.t('uncovered_need'), app.uncovered, { class: 'act second' }),
        );
    }

    function headline(found, seen) {
        const state = store.get(),
            n = rows.length,
            { origin } = resources.head;
        if (!resources.rows.length) return w.t('no_data');
        if (!found.visible.length) return w.t('no_solution');
        if (seen) return w.t('seen', { n });
        if (!state.limit || !origin) return w.t('resources', { n });
        const limit = resources.minutes ? w.minutes(state.limit) : w.km(state.limit);
        return w.t('resources_within', { n, limit, place: origin.name });
    }

    // Resources whose distance nobody can tell, or not so precisely, are in the list, and said to be.
    function toVerify() {
        const state = store.get();
        if (!state.limit) return '';
        const count = test => rows.reduce((sum, i) => sum + (test(i) ? 1 : 0), 0);
        const unlocated = count(i => !(away(resources, i) >= 0)),
            rough = count(i => isUncertain(resources, i, state.limit));
        return [
            unlocated ? w.t('among_unlocated', { n: unlocated }) : '',
            rough ? w.t('among_by_commune', { n: rough }) : '',
        ]
            .filter(Boolean)
            .join(w.t('lever_comma'));
    }

    return {
        element,
        title,
        // Shows what was found, or the part of it given (what the map shows).
        show(found, seen) {
            // Before anything changes: the layout is not computed again for it.
            element.scrollTop = 0;
            rows = seen || found.visible;
            from = 0;
            to = Math.min(rows.length, step);
            title.textContent = headline(found, seen);
            said.textContent = toVerify();
            said.hidden = !said.textContent;
            whole.hidden = !seen;
            empty.hidden = found.visible.length > 0;
            items.hidden = !rows.length;
            items.replaceChildren(...lines(0, to));
            if (!empty.hidden) showEmpty(found);
            more();
        },
        // Marks the line of a resource; brings it in the list when it is further.
        select(i) {
            for (const old of items.querySelectorAll('[aria-current]')) {
                old.removeAttribute('aria-current');
                old.parentNode.classList.remove('current');
            }
            if (i < 0) return null;
            const place = rows.indexOf(i);
            if (place < 0) return null;
            if (place < from || place >= to) {
                from = Math.max(0, place - (place % step));
                to = Math.min(rows.length, from + step);
                items.replaceChildren(...lines(from, to));
                more();
            }
            const row = items.querySelector(`[data-row="${i}"]`);
            row.setAttribute('aria-current', 'true');
            row.parentNode.classList.add('current');
            return row;
        },
        row: i => items.querySelector(`[data-row="${i}"]`),
        rows: () => rows,
        update(i) {
            const row = items.querySelector(`[data-row="${i}"]`);
            if (row) row.parentNode.replaceWith(line(i));
        },
    };
}
