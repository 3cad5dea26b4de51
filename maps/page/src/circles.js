// The concentric map in the page: its marks are dimmed, ringed and selected with the other views.
import { h, svg } from './dom.js';

export function createCircles(app) {
    const { resources, w } = app,
        drawing = document.querySelector('#circles svg');
    const element = h('div', { class: 'circles-panel' });
    if (!drawing) {
        element.append(h('p', { class: 'none' }, w.t('no_circles')));
        return { element, show() {}, select() {}, hover() {} };
    }
    const marks = new Map(),
        counts = [...drawing.querySelectorAll('g.b[data-r]')];
    for (const g of drawing.querySelectorAll('g.m[data-id]')) marks.set(g.dataset.id, g);
    element.append(h('div', { class: 'paper' }, drawing), h('p', { class: 'note' }, w.t('circles_note')));

    // The first resource of a service that the list shows, else its first one.
    function rowOf(target) {
        const g = target.closest && target.closest('g.m[data-id]');
        if (!g) return -1;
        const rows = resources.rowsOfService(g.dataset.id);
        return rows.find(i => app.found().passes[i]) ?? rows[0] ?? -1;
    }
    const cellOf = g => ({ families: new Set([+g.dataset.s]), circles: new Set([+g.dataset.r]) });
    drawing.addEventListener('click', event => {
        // A count of many partners opens the list on them.
        const count = event.target.closest('g.b[data-r]');
        if (count) {
            event.preventDefault();
            app.store.set(cellOf(count));
            app.focusFirstRow();
            return;
        }
        const row = rowOf(event.target);
        if (row < 0) return;
        event.preventDefault();
        app.select(row);
    });
    drawing.addEventListener('mouseover', event => app.hover(rowOf(event.target)));
    drawing.addEventListener('mouseleave', () => app.hover(-1));
    // Marks are reached by the list: a link inside the drawing would be a second, unnamed way.
    for (const link of drawing.querySelectorAll('a')) link.setAttribute('tabindex', '-1');
    explainEmpty(drawing, app);

    let ringed = null;
    const markOf = i => (i >= 0 ? marks.get(resources.serviceOf(i)) : null);
    return {
        element,
        show({ passes, visible }) {
            const filled = new Set(visible.map(i => `${resources.family[i]} ${resources.group[i]}`));
            for (const g of counts) g.classList.toggle('dim', !filled.has(`${g.dataset.s} ${g.dataset.r}`));
            for (const [service, g] of marks) g.classList.toggle('dim', !resources.rowsOfService(service).some(i => passes[i]));
        },
        select(i) {
            for (const g of marks.values()) g.classList.remove('chosen');
            const g = markOf(i);
            if (g) g.classList.add('chosen');
        },
        hover(i) {
            if (ringed) ringed.remove();
            ringed = null;
            const g = markOf(i);
            if (!g) return;
            const box = g.getBBox(),
                r = Math.max(box.width, box.height) / 2 + 1.2;
            ringed = svg('circle', { class: 'hover-ring', cx: box.x + box.width / 2, cy: box.y + box.height / 2, r });
            g.append(ringed);
        },
    };
}

// Where nothing is known, hovering says where and since when we looked; the drawing may say it already.
function explainEmpty(drawing, { aboutNone }) {
    for (const cell of drawing.querySelectorAll('g.e')) {
        if (cell.querySelector('title')) continue;
        const title = svg('title');
        title.textContent = aboutNone();
        cell.prepend(title);
    }
}
