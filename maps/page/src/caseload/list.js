// The list of persons in the order of work: the content of the page. Shows a window of those found, forty at a time.
import { button, h } from '../dom.js';

export function createList(app) {
    const { w, store, caseload, say } = app,
        step = app.narrow() ? 12 : 40;
    const title = h('h2', { id: 'count', tabindex: '-1' }),
        said = h('p', { class: 'said' });
    const items = h('ol', { id: 'rows', 'aria-labelledby': 'count' }),
        empty = h('div', { class: 'empty', hidden: true });
    const after = button('', () => grow(), { class: 'more', hidden: true });
    const element = h(
        'section',
        { id: 'list', class: 'list', tabindex: '-1', 'aria-labelledby': 'count' },
        h('div', { class: 'list-head' }, title, said),
        items,
        empty,
        after,
    );
    let rows = [],
        to = 0;

    function needWords(person) {
        const worst = person.needs[person.worst],
            left = person.needs.length - 1;
        if (!worst) return null;
        return h(
            'span',
            { class: 'what' },
            say.needLabel(worst),
            ' ',
            say.state(worst),
            left > 0 ? h('span', { class: 'quiet' }, ` ${w.t('more_needs', { n: left })}`) : null,
        );
    }
    function line(i) {
        const person = caseload.persons[i],
            current = i === store.get().selected;
        return h(
            'li',
            { class: current ? 'current' : null, value: person.rank },
            h(
                'button',
                { type: 'button', class: 'row', 'data-person': i, 'aria-current': current ? 'true' : null },
                h('span', { class: 'rank' }, w.number(person.rank)),
                h('span', { class: 'name' }, person.id),
                h('span', { class: 'away' }, say.deadline(person)),
                h('span', { class: 'what' }, say.level(person), ' ', say.isolated(person), ' ', say.place(person)),
                needWords(person),
                h('span', { class: 'why' }, w.t('next_is', { step: say.next(person) })),
                h('span', { class: 'what quiet' }, say.contact(person)),
            ),
        );
    }
    function more() {
        after.hidden = to >= rows.length;
        after.textContent = w.t('show_more', { n: Math.min(step, rows.length - to), left: rows.length - to });
    }
    function grow() {
        const last = Math.min(rows.length, to + step),
            lines = rows.slice(to, last).map(line);
        items.append(...lines);
        to = last;
        more();
        if (lines.length) lines[0].querySelector('.row').focus();
    }
    function headline() {
        const n = rows.length,
            all = caseload.persons.length;
        if (!all) return w.t('no_person');
        if (!n) return w.t('nobody');
        return n === all ? w.t('persons', { n }) : w.t('persons_of', { n, all });
    }
    empty.append(h('p', null, w.t('nobody_help')), button(w.t('reset'), () => app.reset(), { class: 'act' }));
    said.textContent = [w.t('in_order'), caseload.rejected ? w.t('rejected', { n: caseload.rejected }) : ''].filter(Boolean).join(' ');

    const row = i => items.querySelector(`[data-person="${i}"]`);
    return {
        element,
        title,
        row,
        show(found) {
            element.scrollTop = 0;
            rows = found.visible;
            to = Math.min(rows.length, step);
            title.textContent = headline();
            empty.hidden = rows.length > 0 || !caseload.persons.length;
            items.hidden = !rows.length;
            items.replaceChildren(...rows.slice(0, to).map(line));
            more();
        },
        // Marks the line of a person; brings it in the list when it is further.
        select(i) {
            for (const old of items.querySelectorAll('[aria-current]')) {
                old.removeAttribute('aria-current');
                old.parentNode.classList.remove('current');
            }
            const place = rows.indexOf(i);
            if (place < 0) return null;
            if (place >= to) {
                items.append(...rows.slice(to, place + 1).map(line));
                to = place + 1;
                more();
            }
            const chosen = row(i);
            chosen.setAttribute('aria-current', 'true');
            chosen.parentNode.classList.add('current');
            return chosen;
        },
        // The person before (-1) or after (1) one of them in the list; -1 = none.
        beside(i, way) {
            const at = rows.indexOf(i) + way;
            return rows.indexOf(i) >= 0 && at >= 0 && at < rows.length ? rows[at] : -1;
        },
    };
}
