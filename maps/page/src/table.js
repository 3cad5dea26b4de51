// The table: who does what, families by circles, then the resources found with their figures.
import { button, h } from './dom.js';
import { mark } from './marks.js';
import { STATE } from './resources.js';

const STEP = 50,
    FAMILIES = [1, 2, 3, 4, 5, 6, 7, 8];

export function createTable(app) {
    const { resources, w, describe, store } = app,
        { dictionaries } = resources;
    const cross = h('div', { class: 'cross' }),
        body = h('tbody'),
        more = button('', () => grow(), { class: 'more' });
    const COLUMNS = ['name', 'family', 'circle', 'commune', 'away', 'places', 'authorised', 'installed'];
    const heads = COLUMNS.filter(name => name !== 'away' || resources.head.origin);
    const caption = h('caption', null),
        note = h(
            'p',
            { class: 'note' },
            `${w.t('several_families')} `,
            w.t('none_note', { looked: app.aboutNone() }),
            ' ',
            w.t('definitions'),
        );
    const element = h(
        'div',
        { class: 'table-panel' },
        h(
            'p',
            { class: 'actions' },
            button(w.t('export_list'), () => app.exportRows(app.found().visible, w.t('list_file')), { class: 'act' }),
        ),
        cross,
        h(
            'table',
            { class: 'resources' },
            caption,
            h(
                'thead',
                null,
                h(
                    'tr',
                    null,
                    heads.map(name => h('th', { scope: 'col', class: name }, w.t(`column_${name}`))),
                ),
            ),
            body,
        ),
        more,
    );
    let rows = [],
        shown = 0;

    const cell = {
        family: i => describe.familyFull(i),
        circle: i => h('span', { class: 'with-mark' }, mark(resources.group[i], resources.state[i]), describe.circle(i)),
        commune: i => describe.commune(i),
        away: i => describe.away(i),
        places: i => describe.places(i),
        authorised: i => figure(resources.authorised[i], i),
        installed: i => figure(resources.installed[i], i),
    };
    const figure = (n, i) =>
        n >= 0 ? w.number(n) : resources.state[i] === STATE.NO_NOTION ? w.t('not_applicable') : w.t('to_verify');

    function line(i) {
        const under = [describe.family(i), describe.circleShort(i), describe.commune(i), describe.away(i), describe.authorised(i)]
            .filter(Boolean)
            .join(' · ');
        return h(
            'tr',
            { class: i === store.get().selected ? 'current' : null, 'data-line': i },
            h(
                'th',
                { scope: 'row', class: 'name' },
                button(describe.name(i), () => app.select(i), { class: 'link' }),
                h('span', { class: 'under' }, under),
            ),
            heads.slice(1).map(name => h('td', { class: name }, cell[name](i))),
        );
    }
    function grow() {
        const next = rows.slice(shown, shown + STEP).map(line);
        body.append(...next);
        shown += next.length;
        status();
        if (next.length) next[0].querySelector('button').focus();
    }
    function status() {
        more.hidden = shown >= rows.length;
        more.textContent = w.t('show_more', { n: Math.min(STEP, rows.length - shown), left: rows.length - shown });
    }

    // Families by circles: resources, then places authorised and installed, apart, with how many do not say. A resource is
    // in each of its families, as for the filter, and once in the totals.
    function counts(visible) {
        const cells = new Map();
        for (const i of visible) {
            const one = figuresOf(i);
            for (const family of familiesOf(i)) count(cells, `${family} ${resources.group[i]}`, one);
            count(cells, `all ${resources.group[i]}`, one);
        }
        return cells;
    }
    const familiesOf = i => (resources.families[i] ? FAMILIES.filter(k => resources.families[i] & (1 << (k - 1))) : [0]);
    const figuresOf = i => ({
        n: 1,
        authorised: Math.max(resources.authorised[i], 0),
        installed: Math.max(resources.installed[i], 0),
        unsaid: +(resources.state[i] !== STATE.NO_NOTION && resources.authorised[i] < 0 && resources.installed[i] < 0),
    });
    function count(cells, key, one) {
        const sum = cells.get(key);
        if (sum) for (const name of Object.keys(one)) sum[name] += one[name];
        else cells.set(key, { ...one });
    }
    function add(sums) {
        return sums
            .filter(Boolean)
            .reduce(
                (a, b) => ({
                    n: a.n + b.n,
                    authorised: a.authorised + b.authorised,
                    installed: a.installed + b.installed,
                    unsaid: a.unsaid + b.unsaid,
                }),
                { n: 0, authorised: 0, installed: 0, unsaid: 0 },
            );
    }
    function countCell(sum, family, group) {
        const label = { role: 'cell', 'data-label': w.t(`circle_short_${group}`) };
        if (!sum) return h('td', { ...label, class: 'zero', title: app.aboutNone() }, w.t('none_known'));
        return h(
            'td',
            label,
            button(w.number(sum.n), () => store.set({ families: new Set([family]), circles: new Set([group]) }), {
                class: 'link',
                'aria-label': w.t('cell_label', { n: sum.n, family: familyName(family), circle: w.t(`circle_group_${group}`) }),
            }),
        );
    }
    const familyName = family => (family ? `${family}. ${dictionaries.families[family - 1].name}` : w.t('family_none'));

    function counted(visible) {
        const cells = counts(visible),
            families = FAMILIES.concat(resources.rows.some(i => !resources.families[i]) ? [0] : []),
            groups = resources.present;
        const family = f => add(groups.map(g => cells.get(`${f} ${g}`))),
            group = g => add([cells.get(`all ${g}`)]);
        return { cells, families, groups, family, group, all: add(groups.map(group)) };
    }
    // Roles are said because a narrow page lays these tables out as blocks.
    const heading = (label, icon) =>
        h('th', { scope: 'col', role: 'columnheader', class: icon ? 'circle-head' : null }, icon, h('span', null, label));
    const rowHeading = label => h('th', { scope: 'row', role: 'rowheader' }, label);
    const figureCell = (n, label) => h('td', { role: 'cell', 'data-label': label }, w.number(n));
    function countTable(caption, headings, lines, totals) {
        const row = (cells, extra) => h('tr', { role: 'row', class: extra }, cells);
        return h(
            'table',
            { role: 'table' },
            h('caption', null, caption),
            h('thead', { role: 'rowgroup' }, row([heading(w.t('column_family')), ...headings])),
            h(
                'tbody',
                { role: 'rowgroup' },
                lines.map(cells => row(cells)),
                row(totals, 'totals'),
            ),
        );
    }
    function crossTable({ cells, families, groups, family, group, all }) {
        const total = w.t('column_total'),
            short = g => w.t(`circle_short_${g}`);
        return countTable(
            w.t('cross_caption'),
            [...groups.map(g => heading(short(g), mark(g, STATE.NO_NOTION))), heading(total)],
            families.map(f => [
                rowHeading(familyName(f)),
                groups.map(g => countCell(cells.get(`${f} ${g}`), f, g)),
                figureCell(family(f).n, total),
            ]),
            [rowHeading(total), ...groups.map(g => figureCell(group(g).n, short(g))), figureCell(all.n, total)],
        );
    }
    // Authorised, installed and not said are never added up: none of them is a free place.
    function placesTable({ families, family, all }) {
        const figures = ['authorised', 'installed', 'unsaid'],
            label = name => w.t(`column_${name}`),
            cells = sum => figures.map(name => figureCell(sum[name], label(name)));
        return countTable(
            w.t('places_caption'),
            figures.map(name => heading(label(name))),
            families.map(f => [rowHeading(familyName(f)), ...cells(family(f))]),
            [rowHeading(w.t('column_total')), ...cells(all)],
        );
    }
    return {
        element,
        show({ visible }) {
            rows = visible;
            const sums = counted(visible);
            cross.replaceChildren(crossTable(sums), note, placesTable(sums));
            caption.textContent = w.t('resources', { n: visible.length });
            body.replaceChildren(...rows.slice(0, STEP).map(line));
            shown = Math.min(rows.length, STEP);
            status();
        },
        select(i) {
            for (const old of body.querySelectorAll('.current')) old.classList.remove('current');
            const row = body.querySelector(`[data-line="${i}"]`);
            if (row) row.classList.add('current');
        },
    };
}
