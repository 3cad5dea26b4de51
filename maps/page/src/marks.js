// Draws the mark of a resource: the shape tells the circle, the outline tells the state.
import { STATE } from './resources.js';
import { svg } from './dom.js';

const points = list => list.map(([x, y]) => `${x.toFixed(2)} ${y.toFixed(2)}`).join('L');
const polygon = list => `M${points(list)}Z`;
const regular = (sides, r, turn) =>
    Array.from({ length: sides }, (_, k) => {
        const angle = (2 * Math.PI * k) / sides + turn;
        return [r * Math.sin(angle), -r * Math.cos(angle)];
    });

function square(k, round) {
    const side = 2 * (k - round),
        arc = (x, y) => `a${round} ${round} 0 0 1 ${x} ${y}`;
    return `M${-k + round} ${-k}h${side}${arc(round, round)}v${side}${arc(-round, round)}h${-side}${arc(-round, -round)}v${-side}${arc(round, -round)}z`;
}

// The outline of a circle's shape for a mark of radius r, as the concentric map draws it.
export function shape(group, r) {
    if (group === 0) return `M${-r} 0a${r} ${r} 0 1 1 ${2 * r} 0a${r} ${r} 0 1 1 ${-2 * r} 0z`;
    if (group === 1) return square(0.9 * r, 0.2 * r);
    if (group === 2) return polygon(regular(4, 1.22 * r, 0));
    if (group === 3) return polygon(regular(6, 1.08 * r, 0));
    if (group === 4) return polygon(regular(3, 1.25 * r, 0));
    const a = 0.42 * r,
        b = 1.1 * r;
    return polygon([
        [-a, -b],
        [a, -b],
        [a, -a],
        [b, -a],
        [b, a],
        [a, a],
        [a, b],
        [-a, b],
        [-a, a],
        [-b, a],
        [-b, -a],
        [-a, -a],
    ]);
}

// Paths of a mark around 0,0; the style gives them the colours of the circle and the outline of the state.
export function markPaths(group, state, r) {
    if (state === STATE.FULL) return [svg('path', { class: 'mk-full', d: shape(group, r) })];
    const body = svg('path', { class: 'mk-body', d: shape(group, r) });
    return state === STATE.PLACE ? [svg('path', { class: 'mk-outer', d: shape(group, r * 1.5) }), body] : [body];
}

export function mark(group, state, extra) {
    return svg(
        'svg',
        { class: `mk g${group} ${extra || ''}`.trim(), viewBox: '-8 -8 16 16', 'aria-hidden': 'true' },
        markPaths(group, state, 4.1),
    );
}
