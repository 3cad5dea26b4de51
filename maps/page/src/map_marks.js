// Marks on the map: clusters that show the circles they hold, single marks, one count for each département from afar.
import { divIcon, layerGroup, marker, polyline } from './leaflet.js';
import Supercluster from 'supercluster';
import { h, svg } from './dom.js';
import { mark } from './marks.js';

const RADIUS_PX = 78,
    LAST_CLUSTER_ZOOM = 15,
    DEPARTEMENT_ZOOM = 7,
    MOST_FANNED = 40,
    GROUP_COUNT = 6;

// A resource as the index wants it, made when it is read: the index holds a hundred thousand of them.
class Place {
    constructor(resources, row) {
        this.row = row;
        this.of = resources;
    }
    get geometry() {
        return { coordinates: [this.of.lon[this.row], this.of.lat[this.row]] };
    }
    get properties() {
        return { row: this.row };
    }
}

// How many of each circle: plain numbers, since the index adds up a hundred thousand of them several times.
const CIRCLE_KEYS = ['c0', 'c1', 'c2', 'c3', 'c4', 'c5'];
class Counts {
    constructor(group) {
        for (let g = 0; g < GROUP_COUNT; g++) this[CIRCLE_KEYS[g]] = g === group ? 1 : 0;
    }
}
const addCounts = (sum, one) => {
    for (const key of CIRCLE_KEYS) sum[key] += one[key];
};

const short = (n, w) =>
    n < 1000
        ? String(n)
        : n < 10000
          ? `${w.number(Math.floor(n / 1000))}${w.language === 'fr' ? ',' : '.'}${Math.floor((n % 1000) / 100)}\u00a0k`
          : `${w.number(Math.round(n / 1000))}\u00a0k`;

// A ring whose segments are the shares of the circles, around the count.
function ring(groups, total, size) {
    const r = 15,
        around = 2 * Math.PI * r,
        parts = [];
    let done = 0;
    for (let group = 0; group < GROUP_COUNT; group++) {
        if (!groups[group]) continue;
        const length = (groups[group] / total) * around;
        parts.push(
            svg('circle', {
                class: `arc g${group}`,
                r,
                'stroke-dasharray': `${length} ${around - length}`,
                'stroke-dashoffset': -done,
            }),
        );
        done += length;
    }
    return svg(
        'svg',
        { class: 'ring-count', viewBox: '-18 -18 36 36', width: size, height: size, 'aria-hidden': 'true' },
        svg('circle', { class: 'paper', r: 17.5 }),
        svg('g', { transform: 'rotate(-90)' }, parts),
    );
}

const sizeOf = n => Math.round(25 + 6 * Math.log10(n));

function countIcon(groups, total, w, extra) {
    const size = sizeOf(total),
        html = h('span', { class: 'count-mark' }, ring(groups, total, size), h('b', null, short(total, w)));
    return divIcon({ className: `cluster ${extra || ''}`, html, iconSize: [size, size] });
}

const groupsWords = (groups, w) =>
    w.list([...groups.keys()].filter(g => groups[g]).map(g => w.t(`circle_count_${g}`, { n: groups[g] })));

export function createMarks(app, map) {
    const { resources, w, describe } = app,
        layer = layerGroup().addTo(map),
        fans = layerGroup().addTo(map),
        halo = layerGroup().addTo(map);
    let waiting = 0,
        index = null,
        rows = [],
        drawn = [],
        fanned = [];

    function build() {
        if (index) return index;
        index = new Supercluster({
            radius: RADIUS_PX,
            minZoom: DEPARTEMENT_ZOOM,
            maxZoom: LAST_CLUSTER_ZOOM,
            minPoints: 3,
            extent: 256,
            map: ({ row }) => new Counts(resources.group[row]),
            reduce: addCounts,
        });
        index.load(rows.filter(resources.located).map(i => new Place(resources, i)));
        return index;
    }

    function add(lat, lon, icon, title, click, extra) {
        const made = marker([lat, lon], { keyboard: false, icon, title, ...extra });
        if (click) made.on('click', click);
        return (layer.addLayer(made), made);
    }
    function obstacle(lat, lon, half) {
        const p = map.latLngToContainerPoint([lat, lon]);
        return [p.x - half, p.y - half, p.x + half, p.y + half];
    }

    // One count for each département, at the middle of its resources.
    function byDepartement() {
        const sums = new Map();
        for (const i of rows) {
            const commune = resources.commune(i);
            if (!commune || !resources.located(i)) continue;
            const sum = sums.get(commune.departement) || { n: 0, lon: 0, lat: 0, groups: [0, 0, 0, 0, 0, 0] };
            sum.n++;
            sum.lon += resources.lon[i];
            sum.lat += resources.lat[i];
            sum.groups[resources.group[i]]++;
            sums.set(commune.departement, sum);
        }
        return sums;
    }
    function drawDepartements() {
        const names = resources.dictionaries.departement || {};
        return [...byDepartement()].map(([code, sum]) => {
            const lat = sum.lat / sum.n,
                lon = sum.lon / sum.n,
                name = names[code] || code || w.t('departement_unknown');
            add(
                lat,
                lon,
                countIcon(sum.groups, sum.n, w, 'departement'),
                `${name}${w.colon}${w.t('resources', { n: sum.n })}`,
                () => map.setView([lat, lon], 9),
            );
            return { lat, lon, half: sizeOf(sum.n) / 2, box: obstacle(lat, lon, sizeOf(sum.n) / 2) };
        });
    }
    function drawCluster(cluster) {
        const [lon, lat] = cluster.geometry.coordinates,
            n = cluster.properties.point_count,
            groups = CIRCLE_KEYS.map(key => cluster.properties[key]),
            half = sizeOf(n) / 2;
        const title = `${w.t('resources', { n })} (${groupsWords(groups, w)})`;
        add(lat, lon, countIcon(groups, n, w), title, () => open(cluster, lat, lon));
        return { lat, lon, id: cluster.properties.cluster_id, n, half, box: obstacle(lat, lon, half) };
    }
    function drawMark(i) {
        const lat = resources.lat[i],
            lon = resources.lon[i],
            selected = i === app.store.get().selected,
            size = selected ? 34 : 24;
        const icon = divIcon({
            className: `point${selected ? ' selected' : ''}`,
            html: mark(resources.group[i], resources.state[i]),
            iconSize: [size, size],
        });
        const made = add(lat, lon, icon, describe.name(i), () => app.select(i), { zIndexOffset: selected ? 1000 : 0 });
        made.on('mouseover', () => app.hover(i)).on('mouseout', () => app.hover(-1));
        return { lat, lon, row: i, half: 10, box: obstacle(lat, lon, 10) };
    }

    // A cluster opens by zooming in, or fans out when its resources stand at one place.
    function open(cluster, lat, lon) {
        const zoom = build().getClusterExpansionZoom(cluster.properties.cluster_id);
        if (zoom <= LAST_CLUSTER_ZOOM) return map.setView([lat, lon], zoom);
        fanned = build()
            .getLeaves(cluster.properties.cluster_id, MOST_FANNED)
            .map(f => f.properties.row);
        return (map.setView([lat, lon], Math.max(map.getZoom(), 13)), drawFan());
    }
    const together = i =>
        rows.filter(j => resources.lon[j] === resources.lon[i] && resources.lat[j] === resources.lat[i]).slice(0, MOST_FANNED);

    function drawFan() {
        fans.clearLayers();
        if (fanned.length < 2) return;
        const centre = map.latLngToLayerPoint([resources.lat[fanned[0]], resources.lon[fanned[0]]]);
        const radius = Math.max(34, fanned.length * 5.2),
            selected = app.store.get().selected;
        fanned.forEach((i, k) => {
            const angle = (2 * Math.PI * k) / fanned.length,
                at = map.layerPointToLatLng([centre.x + radius * Math.sin(angle), centre.y - radius * Math.cos(angle)]);
            polyline([map.layerPointToLatLng(centre), at], {
                className: 'leg',
                weight: 1.2,
                interactive: false,
                color: getComputedStyle(document.documentElement).getPropertyValue('--ink-2').trim(),
            }).addTo(fans);
            const size = i === selected ? 34 : 26,
                icon = divIcon({
                    className: `point fanned${i === selected ? ' selected' : ''}`,
                    html: mark(resources.group[i], resources.state[i]),
                    iconSize: [size, size],
                });
            marker(at, { keyboard: false, icon, title: describe.name(i), zIndexOffset: 3000 + (i === selected ? 500 : 0) })
                .on('click', () => app.select(i))
                .addTo(fans);
        });
    }

    // The index is made while nobody waits, for the first step towards a département.
    function buildLater() {
        if (index || waiting || !window.requestIdleCallback) return;
        waiting = requestIdleCallback(() => {
            waiting = 0;
            build();
        });
    }
    function draw() {
        layer.clearLayers();
        if (map.getZoom() < DEPARTEMENT_ZOOM) {
            drawn = drawDepartements();
            buildLater();
        } else {
            const b = map.getBounds().pad(0.15);
            drawn = build()
                .getClusters([b.getWest(), b.getSouth(), b.getEast(), b.getNorth()], Math.round(map.getZoom()))
                .map(f => (f.properties.cluster ? drawCluster(f) : drawMark(f.properties.row)));
        }
        drawSelected();
        drawFan();
    }
    // What is selected shows, even when a count or a fan holds it.
    function drawSelected() {
        const i = app.store.get().selected;
        if (i < 0 || !resources.located(i) || fanned.length > 1 || drawn.some(d => d.row === i)) return;
        drawn.push(drawMark(i));
    }

    // The mark or the cluster that stands for a resource now.
    function standsFor(i) {
        const target = map.latLngToContainerPoint([resources.lat[i], resources.lon[i]]);
        const near = drawn
            .map(d => ({ d, away: map.latLngToContainerPoint([d.lat, d.lon]).distanceTo(target) }))
            .filter(x => x.away < 120)
            .sort((a, b) => a.away - b.away);
        return (
            near.find(
                ({ d }) =>
                    d.row === i ||
                    (d.id !== undefined &&
                        build()
                            .getLeaves(d.id, Infinity)
                            .some(f => f.properties.row === i)),
            ) ||
            near[0] ||
            {}
        ).d;
    }
    return {
        draw,
        setRows(list) {
            rows = list;
            index = null;
            fanned = [];
        },
        fan(i) {
            fanned = i >= 0 && resources.located(i) ? together(i) : [];
        },
        obstacles: () => drawn.map(d => d.box),
        // Everything drawn, for the printed map.
        drawn: () => drawn,
        hover(i) {
            halo.clearLayers();
            if (i < 0 || !resources.located(i)) return;
            const at = standsFor(i),
                size = at ? at.half * 2 + 14 : 34;
            marker(at ? [at.lat, at.lon] : [resources.lat[i], resources.lon[i]], {
                interactive: false,
                keyboard: false,
                zIndexOffset: 4000,
                icon: divIcon({ className: 'halo', html: h('span'), iconSize: [size, size] }),
            }).addTo(halo);
        },
        inView: () => {
            const b = map.getBounds();
            return rows.filter(i => resources.located(i) && b.contains([resources.lat[i], resources.lon[i]]));
        },
    };
}
