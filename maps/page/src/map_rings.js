// What is around the origin: areas reached in a travel time, else circles as the crow flies. Never a circle in minutes.
import { circle, divIcon, geoJSON, layerGroup, marker } from './leaflet.js';
import { h, svg } from './dom.js';
import { overlaps } from './map_names.js';

const SHARES = [0.25, 0.5, 1],
    KM_PER_DEGREE = 111.2,
    RADIAN = Math.PI / 180,
    STAR_PX = 15,
    LETTER_PX = 6.6,
    LINE_PX = 11,
    SPOTS = 16,
    FIRST_ANGLE = -Math.PI / 4;

function star() {
    const d = 'M12 2l2.9 6.6 7.1.7-5.4 4.8 1.6 7L12 17.3 5.8 21.1l1.6-7L2 9.3l7.1-.7z';
    return svg('svg', { viewBox: '0 0 24 24', class: 'origin-star', 'aria-hidden': 'true' }, svg('path', { d }));
}

// The points of a line where its label may go, from its top round.
function spots(points) {
    const top = points.reduce((best, point, k) => (point[1] > points[best][1] ? k : best), 0);
    return Array.from({ length: SPOTS }, (_, k) => points[(top + Math.floor((k * points.length) / SPOTS)) % points.length]);
}

function around(origin, km) {
    const dy = km / KM_PER_DEGREE,
        dx = dy / Math.cos(origin.lat * RADIAN);
    return Array.from({ length: 32 }, (_, k) => [
        origin.lon + dx * Math.sin(FIRST_ANGLE + (k * Math.PI) / 16),
        origin.lat + dy * Math.cos(FIRST_ANGLE + (k * Math.PI) / 16),
    ]);
}

const outer = geometry => (geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates).flatMap(rings => rings[0]);

export function createRings(map, { head, minutes }, w) {
    const group = layerGroup().addTo(map),
        { origin, rings } = head;
    const sign =
        origin &&
        marker([origin.lat, origin.lon], {
            interactive: false,
            keyboard: false,
            zIndexOffset: 6000,
            icon: divIcon({ className: 'origin', html: star(), iconSize: [30, 30] }),
        }).addTo(map);
    const style = () => ({
        fill: false,
        interactive: false,
        color: getComputedStyle(document.documentElement).getPropertyValue('--ring').trim(),
        weight: 1.4,
        dashArray: '5 4',
    });
    let labels = [];

    function label(words, points) {
        const icon = divIcon({ className: 'ring-label', html: h('span', { class: 'chip' }, words), iconSize: [0, 0] });
        const made = marker([points[0][1], points[0][0]], { interactive: false, keyboard: false, zIndexOffset: 5000, icon }).addTo(
            group,
        );
        labels.push({ made, points, half: (words.length * LETTER_PX + 18) / 2 });
    }
    function travelAreas() {
        for (const ring of rings) {
            geoJSON(ring, { style: style(), interactive: false }).addTo(group);
            label(ring.properties.label, spots(outer(ring.geometry)));
        }
    }
    function crowFlies(limit) {
        for (const share of SHARES) {
            const km = Math.max(1, Math.round(limit * share));
            circle([origin.lat, origin.lon], { ...style(), radius: km * 1000 }).addTo(group);
            label(share === 1 ? w.t('crow_flies', { km: w.km(km) }) : w.km(km), around(origin, km));
        }
    }
    // The star goes to the side of a count that it would hide.
    function settleStar(boxes) {
        if (!sign) return [];
        const p = map.latLngToContainerPoint([origin.lat, origin.lon]),
            hidden = boxes.find(b => p.x > b[0] - 10 && p.x < b[2] + 10 && p.y > b[1] - 10 && p.y < b[3] + 10);
        const at = hidden ? { x: hidden[0] - 6, y: hidden[1] - 2 } : p;
        sign.setLatLng(map.containerPointToLatLng([at.x, at.y]));
        return [[at.x - STAR_PX, at.y - STAR_PX, at.x + STAR_PX, at.y + STAR_PX]];
    }
    // Each label stays on its line, where it covers the least.
    function settleLabel({ made, points, half }, boxes, size) {
        const places = points
            .map(([lon, lat]) => ({ lon, lat, p: map.latLngToContainerPoint([lat, lon]) }))
            .map(({ lon, lat, p }) => ({ lon, lat, box: [p.x - half, p.y - LINE_PX, p.x + half, p.y + LINE_PX] }));
        const inside = places.filter(({ box }) => box[0] > 4 && box[1] > 4 && box[2] < size.x - 50 && box[3] < size.y - 24);
        const free = inside.find(({ box }) => !boxes.some(other => overlaps(box, other))) || inside[0] || places[0];
        made.setLatLng([free.lat, free.lon]);
        return free.box;
    }
    return {
        show({ limit }) {
            group.clearLayers();
            labels = [];
            if (rings && rings.length) travelAreas();
            else if (origin && limit && !minutes) crowFlies(limit);
        },
        bounds({ limit }) {
            if (rings && rings.length) return geoJSON(rings).getBounds();
            if (!origin || !limit || minutes) return null;
            const dy = limit / KM_PER_DEGREE,
                dx = dy / Math.cos(origin.lat * RADIAN);
            return [
                [origin.lat - dy, origin.lon - dx],
                [origin.lat + dy, origin.lon + dx],
            ];
        },
        // Finds room among the boxes of the marks; answers the boxes that names must not cover.
        settle(boxes) {
            const taken = [...boxes, ...settleStar(boxes)],
                size = map.getSize();
            for (const each of labels) taken.push(settleLabel(each, taken, size));
            return taken;
        },
    };
}
