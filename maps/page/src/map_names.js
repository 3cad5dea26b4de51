// Names of communes on the map: the most populated first, never over a mark nor over another name.
import { divIcon, layerGroup, marker } from './leaflet.js';
import { h } from './dom.js';

const MOST = 70,
    LETTER_PX = 6.3,
    HALF_LINE_PX = 8,
    TRIES = [0, 14, -14, 28, -28];
// The smallest population named at each zoom.
const LEAST = [
    [7, 90000],
    [8, 45000],
    [9, 15000],
    [10, 7000],
    [11, 3000],
    [12, 1000],
];

export const leastPopulation = zoom => (LEAST.find(([below]) => zoom < below) || [0, 0])[1];
export const overlaps = (a, b) => a[0] < b[2] && a[2] > b[0] && a[1] < b[3] && a[3] > b[1];

// Where names go: those of points (x, y, name), in their order, that find room in a window.
export function placeNames(points, taken, width, height) {
    const boxes = taken.slice(),
        placed = [];
    for (const { x, y, name } of points) {
        if (placed.length >= MOST) break;
        const half = (name.length * LETTER_PX + 6) / 2;
        for (const shift of TRIES) {
            const box = [x - half, y - HALF_LINE_PX + shift, x + half, y + HALF_LINE_PX + shift];
            if (box[0] < 0 || box[2] > width || box[1] < 0 || box[3] > height || boxes.some(other => overlaps(box, other)))
                continue;
            boxes.push(box);
            placed.push({ name, x, y: y + shift, shift });
            break;
        }
    }
    return placed;
}

export function createNames(map, communes) {
    const group = layerGroup().addTo(map),
        places = communes
            .filter(c => c.name && c.lon !== null && c.lat !== null && c.population)
            .sort((a, b) => b.population - a.population);
    // Names are laid again at each move: what cannot be in view is passed over first.
    function inView() {
        const bounds = map.getBounds(),
            least = leastPopulation(map.getZoom()),
            points = [];
        for (const place of places) {
            if (place.population < least || points.length > 400) break;
            if (!bounds.contains([place.lat, place.lon])) continue;
            const { x, y } = map.latLngToContainerPoint([place.lat, place.lon]);
            points.push({ x, y, name: place.name, place });
        }
        return points;
    }
    return {
        inView,
        show(taken) {
            group.clearLayers();
            const { x: width, y: height } = map.getSize();
            for (const { name, x, y } of placeNames(inView(), taken, width, height))
                marker(map.containerPointToLatLng([x, y]), {
                    interactive: false,
                    keyboard: false,
                    pane: 'names',
                    icon: divIcon({ className: 'commune', html: h('span', null, name), iconSize: [0, 0] }),
                }).addTo(group);
        },
    };
}
