// The concentric map of one person: where the engine placed each resource, on the frame that it drew once.
import { h, svg } from '../dom.js';
import { shape } from '../marks.js';
import { STATE } from '../resources.js';
import { CLASS } from './persons.js';

const RINGS = 4,
    FADED = '#8A8F98',
    FADED_GROUND = '#F4F4F4',
    COLOURS = ['#12355B', '#B5460F', '#00735C', '#7A5195'],
    GROUPS = [0, 1, 2, 3],
    PLACE_RING = 0.62,
    LARGEST_TEXT = 2.3,
    DIGIT = 0.556,
    CENTRE = { x: 148.5, y: 105.5, room: 23 };

const familyOf = cell => Math.floor(cell / RINGS),
    ringOf = cell => cell % RINGS;

// A square without its upper right corner: subcontractors, as the engine draws them.
const notched = r => {
    const k = 0.9 * r,
        cut = 0.7 * r;
    return `M${-k} ${-k}H${k - cut}L${k} ${-k + cut}V${k}H${-k}Z`;
};
const outline = (circle, ring, r) => (circle === 'C1a' ? notched(r) : shape(GROUPS[ring], r));

const HOLLOW = { full: ['1.1 .6', 0.6], aside: ['.35 .55', 0.4] };
const kindOf = (one, state) => (one.class >= CLASS.NEARLY ? 'aside' : state === STATE.FULL ? 'full' : state === STATE.PLACE ? 'place' : '');

function numberText(one, ring, fill) {
    const digits = String(one.number).length * DIGIT,
        r = one.r / 100,
        wide = ring === 2 ? (1.28 * r) / (digits / 2 + 0.36) : (1.75 * r) / digits,
        size = Math.min(wide, LARGEST_TEXT);
    return svg(
        'text',
        { x: one.x / 100, y: (one.y / 100 + 0.36 * size).toFixed(2), 'text-anchor': 'middle', 'font-size': size.toFixed(2), 'font-weight': 700, fill },
        String(one.number),
    );
}

export function createCircles(app) {
    const { w, caseload, resources } = app,
        frame = document.getElementById('frame').content.querySelector('svg');
    let copies = 0;

    // Names inside a drawing are its own: a page prints many.
    function copyFrame() {
        const drawing = document.importNode(frame, true),
            own = `-${++copies}`;
        for (const part of drawing.querySelectorAll('[id]')) part.id += own;
        drawing.setAttribute('aria-labelledby', `orbite-title${own} orbite-text${own}`);
        drawing.removeAttribute('lang');
        return drawing;
    }

    function sayEmpty(drawing, { empty, cells, outside }) {
        const also = new Map(cells.filter(([, , count]) => !count).map(([cell, number]) => [cell, number]));
        for (const part of drawing.querySelectorAll('g.e')) {
            const cell = (part.dataset.s - 1) * RINGS + +part.dataset.r;
            if (also.has(cell)) seeNumber(part, also.get(cell));
            else if (!(empty & (1 << cell))) part.remove();
            else part.querySelector('title').remove();
        }
        const [grounds] = drawing.querySelectorAll(':scope > g'),
            wedges = grounds.querySelectorAll(':scope > path'),
            badges = drawing.querySelectorAll(':scope > g:last-of-type > circle');
        for (let s = 0; s < 8; s++) {
            if (!(outside & (1 << s))) continue;
            for (let r = 0; r < RINGS; r++) wedges[s * RINGS + r].setAttribute('fill', FADED_GROUND);
            if (badges[s]) badges[s].setAttribute('fill', FADED);
        }
    }
    // Nobody stands there, but a resource of another family answers for this one too.
    function seeNumber(part, n) {
        const [first, ...others] = part.querySelectorAll('text'),
            box = part.querySelector('rect'),
            size = +first.getAttribute('font-size');
        part.querySelector('path').remove();
        part.querySelector('title').remove();
        others.forEach(text => text.remove());
        first.textContent = w.t('see_number', { n });
        first.setAttribute('y', (+box.getAttribute('y') + box.getAttribute('height') / 2 + 0.36 * size).toFixed(2));
    }

    function mark(one, outside) {
        const ring = ringOf(one.cell),
            circle = resources.dictionaries.circle[one.circle],
            colour = outside & (1 << familyOf(one.cell)) ? FADED : COLOURS[ring],
            kind = kindOf(one, resources.state[one.row]),
            r = one.r / 100,
            at = { transform: `translate(${one.x / 100} ${one.y / 100})` },
            title = svg('title');
        title.textContent = `${one.number}. ${resources.name[one.row] || w.t('no_name')} · ${app.say.className(one)} · ${app.say.way(one)}`;
        const hollow = HOLLOW[kind];
        return svg(
            'g',
            { class: 'm', 'data-row': one.row },
            title,
            kind === 'place'
                ? svg('path', { ...at, d: outline(circle, ring, r + PLACE_RING), fill: 'none', stroke: colour, 'stroke-width': 0.32 })
                : null,
            svg('path', {
                ...at,
                d: outline(circle, ring, r),
                fill: hollow ? '#fff' : colour,
                stroke: hollow ? colour : '#fff',
                'stroke-width': hollow ? hollow[1] : 0.25,
                'stroke-dasharray': hollow ? hollow[0] : null,
                'stroke-linejoin': 'round',
            }),
            numberText(one, ring, hollow ? colour : '#fff'),
        );
    }
    function bubble([cell, number, count, x, y, r]) {
        const ring = ringOf(cell),
            k = r / 100,
            text = (words, size, dy) =>
                svg(
                    'text',
                    { x: x / 100, y: (y / 100 + dy * k).toFixed(2), 'text-anchor': 'middle', 'font-size': (size * k).toFixed(2), fill: '#fff' },
                    words,
                );
        return svg(
            'g',
            { class: 'b' },
            svg('path', { transform: `translate(${x / 100} ${y / 100})`, d: shape(GROUPS[ring], k), fill: COLOURS[ring], stroke: '#fff', 'stroke-width': 0.4 }),
            text(String(count), 0.66, -0.1),
            text(`${number}–${number + count - 1}`, 0.35, 0.5),
        );
    }

    return (person, rows) => {
        const drawing = copyFrame(),
            map = caseload.map(person.rank - 1),
            drawn = rows.filter(one => one.number);
        drawing.querySelector('title').textContent = w.t('circles_of', { id: person.id });
        drawing.querySelector('desc').textContent = w.t('circles_desc', { n: drawn.length });
        sayEmpty(drawing, map);
        const size = Math.min(3, CENTRE.room / (Math.max(1, person.id.length) * 0.6));
        drawing.append(
            svg('g', null, drawn.filter(one => one.r > 0).map(one => mark(one, map.outside)), map.cells.filter(cell => cell[2]).map(bubble)),
            svg(
                'text',
                { x: CENTRE.x, y: CENTRE.y + 0.36 * size, 'text-anchor': 'middle', 'font-size': size.toFixed(2), 'font-weight': 700, fill: COLOURS[0] },
                person.id,
            ),
        );
        return h('div', { class: 'paper' }, drawing);
    };
}
