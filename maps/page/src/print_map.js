// The printed map: a drawing of what the map shows, in vectors, with the numbers of the printed list.
import { svg } from './dom.js';
import { markPaths, shape } from './marks.js';
import { overlaps, placeNames } from './map_names.js';

const WIDTH = 744,
    HEIGHT = 420,
    MOST_MARKS = 4000,
    MOST_NUMBERS = 120,
    RADIAN = Math.PI / 180;

const mercator = lat => Math.log(Math.tan(Math.PI / 4 + (lat * RADIAN) / 2)) / RADIAN;

// From degrees to the frame: [[south, west], [north, east]] fits inside.
function projection([[south, west], [north, east]]) {
    const bottom = mercator(south),
        top = mercator(north),
        scale = Math.min(WIDTH / (east - west || 1e-6), HEIGHT / (top - bottom || 1e-6));
    const x0 = (WIDTH - (east - west) * scale) / 2,
        y0 = (HEIGHT - (top - bottom) * scale) / 2;
    return (lon, lat) => [x0 + (lon - west) * scale, y0 + (top - mercator(lat)) * scale];
}

function outline(geometry, project) {
    const shapes = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
    let d = '',
        inside = false;
    for (const rings of shapes)
        for (const ring of rings) {
            d +=
                ring
                    .map(([lon, lat], k) => {
                        const [x, y] = project(lon, lat);
                        inside = inside || (x > -WIDTH && x < 2 * WIDTH && y > -HEIGHT && y < 2 * HEIGHT);
                        return `${k ? 'L' : 'M'}${x.toFixed(1)} ${y.toFixed(1)}`;
                    })
                    .join('') + 'Z';
        }
    return inside ? d : '';
}

const inFrame = (x, y) => x > 8 && x < WIDTH - 8 && y > 8 && y < HEIGHT - 8;

// rows: those of the list, in its order; the first ones carry their number where there is room.
export function printedMap({ resources }, { bounds, features, communes, rows, label }) {
    const project = projection(bounds),
        taken = [],
        numbers = [],
        marks = [];
    for (const [place, i] of rows.slice(0, MOST_MARKS).entries()) {
        if (!resources.located(i)) continue;
        const [x, y] = project(resources.lon[i], resources.lat[i]);
        if (!inFrame(x, y)) continue;
        const at = `translate(${x.toFixed(1)} ${y.toFixed(1)})`,
            listed = place < MOST_NUMBERS;
        marks.push(
            svg(
                'g',
                { class: `mk g${resources.group[i]}${listed ? '' : ' faint'}`, transform: at },
                listed
                    ? markPaths(resources.group[i], resources.state[i], 3.4)
                    : [svg('path', { class: 'mk-body', d: shape(resources.group[i], 1.7) })],
            ),
        );
        const text = String(place + 1),
            box = [x - 5, y - 6, x + 9 + text.length * 5, y + 6];
        if (place >= MOST_NUMBERS || taken.some(other => overlaps(box, other))) continue;
        taken.push(box);
        numbers.push(svg('text', { class: 'print-number', x: (x + 6).toFixed(1), y: (y + 3).toFixed(1) }, text));
    }
    const named = communes
        .map(c => {
            const [x, y] = project(c.lon, c.lat);
            return { x, y, name: c.name };
        })
        .filter(p => inFrame(p.x, p.y));
    return svg(
        'svg',
        { class: 'print-map', viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img', 'aria-label': label },
        svg('rect', { class: 'sea', width: WIDTH, height: HEIGHT }),
        features.map(f => svg('path', { class: 'land', d: outline(f.geometry, project) })).filter(path => path.getAttribute('d')),
        placeNames(named, taken, WIDTH, HEIGHT)
            .slice(0, 40)
            .map(({ name, x, y }) => svg('text', { class: 'print-name', x: x.toFixed(1), y: (y + 3).toFixed(1) }, name)),
        marks.reverse(),
        numbers,
    );
}
