// The map of the team: where those that the list shows are, each moved on purpose or at the point of the commune.
import Supercluster from 'supercluster';
import { button, h } from '../dom.js';
import { Control, createMap as createLeaflet, divIcon, layerGroup, marker, scale, zoom } from '../leaflet.js';
import { createBase } from '../map_base.js';
import { createNames } from '../map_names.js';

const RADIUS_PX = 36,
    LAST_CLUSTER_ZOOM = 14,
    CLOSEST = 12,
    DOT_PX = 18,
    FEW_PX = 24,
    GROWS_PX = 7,
    WORST = 1;

// Persons as the index wants them; how bad the worst is, and whether all are at one commune.
const feature = (person, i) => ({
    type: 'Feature',
    geometry: { type: 'Point', coordinates: person.point },
    properties: { i, level: person.level, commune: person.point.length > 2 ? -1 : person.commune },
});

const icon = (text, { level, commune }, size) =>
    divIcon({
        className: `who lv-${level}${commune >= 0 ? ' at-commune' : ''}`,
        html: h('span', null, text),
        iconSize: [size, size],
    });

export function createTeamMap(app, topology) {
    const { w, caseload, store, resources } = app,
        still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    const frame = h('div', { class: 'map', id: 'map', role: 'group', 'aria-label': w.t('team_map'), 'aria-describedby': 'map-note' }),
        title = h('h2', { id: 'map-title', tabindex: '-1' }, w.t('team_map')),
        note = h('p', { class: 'note', id: 'map-note' }),
        legend = h('ul', { class: 'map-legend' }),
        shown = caseload.persons.filter(person => person.point).length;
    const element = h(
        'section',
        { id: 'team-map', class: 'team-map', 'aria-labelledby': 'map-title' },
        h('div', { class: 'map-head' }, button(w.t('back_to_list'), () => app.closeMap(), { class: 'act second back' }), title, h('p', { class: 'quiet' }, w.t('choose'))),
        shown ? frame : null,
        legend,
        note,
    );
    let map,
        base,
        names,
        marks,
        halo,
        index = null,
        rows = [];

    function start() {
        map = createLeaflet(frame, {
            zoomControl: false,
            attributionControl: false,
            preferCanvas: true,
            minZoom: 4,
            maxZoom: 15,
            zoomSnap: 0.5,
            fadeAnimation: !still,
            zoomAnimation: !still,
            markerZoomAnimation: !still,
            inertia: !still,
        });
        map.createPane('names').style.zIndex = 450;
        map.getPane('names').style.pointerEvents = 'none';
        zoom({ position: 'topright', zoomInTitle: w.t('zoom_in'), zoomOutTitle: w.t('zoom_out') }).addTo(map);
        scale({ imperial: false, position: 'bottomleft' }).addTo(map);
        if (resources.head.attribution) {
            const credit = new Control({ position: 'bottomright' });
            credit.onAdd = () => h('div', { class: 'credit' }, resources.head.attribution);
            credit.addTo(map);
        }
        const points = caseload.persons.filter(person => person.point).map(({ point: [lon, lat] }) => [lat, lon]);
        map.fitBounds(points, { animate: false, maxZoom: CLOSEST, padding: [40, 40] });
        base = createBase(map, topology);
        names = createNames(map, resources.dictionaries.commune);
        marks = layerGroup().addTo(map);
        halo = layerGroup().addTo(map);
        map.on('moveend', redraw);
    }
    function load() {
        index = new Supercluster({
            radius: RADIUS_PX,
            maxZoom: LAST_CLUSTER_ZOOM,
            minPoints: 2,
            extent: 256,
            map: ({ level, commune }) => ({ level, commune }),
            reduce: (sum, one) => {
                sum.level = Math.min(sum.level, one.level);
                if (sum.commune !== one.commune) sum.commune = -1;
            },
        });
        index.load(rows.filter(i => caseload.persons[i].point).map(i => feature(caseload.persons[i], i)));
    }

    // Several persons at one place: nearer, or those of the commune alone.
    function open(id, { commune }, lat, lon) {
        const level = index.getClusterExpansionZoom(id);
        if (level <= LAST_CLUSTER_ZOOM) map.setView([lat, lon], level, { animate: !still });
        else if (commune >= 0) app.onlyCommune(commune);
    }
    function drawOne(one) {
        const [lon, lat] = one.geometry.coordinates,
            p = one.properties,
            n = p.point_count || 1,
            size = n > 1 ? Math.round(FEW_PX + GROWS_PX * Math.log10(n)) : DOT_PX;
        const person = caseload.persons[p.i],
            words = person
                ? [person.id, app.say.place(person), caseload.words.level[person.level]].join(' · ')
                : [p.commune >= 0 ? caseload.communeName(p.commune) : '', w.t('persons', { n })].filter(Boolean).join(w.colon);
        marker([lat, lon], { keyboard: false, icon: icon(n > 1 ? w.number(n) : '', p, size), title: words })
            .on('click', () => (person ? app.select(p.i) : open(p.cluster_id, p, lat, lon)))
            .addTo(marks);
        const { x, y } = map.latLngToContainerPoint([lat, lon]);
        return [x - size / 2, y - size / 2, x + size / 2, y + size / 2];
    }
    function redraw() {
        const b = map.getBounds();
        marks.clearLayers();
        halo.clearLayers();
        names.show(index.getClusters([b.getWest(), b.getSouth(), b.getEast(), b.getNorth()], Math.round(map.getZoom())).map(drawOne));
    }
    const sample = kind => h('li', null, h('span', { class: `sample sample-${kind}`, 'aria-hidden': 'true' }), w.t(`legend_${kind}`));
    // What is drawn; how far points are moved, and who is not on the map.
    function say() {
        const here = rows.map(i => caseload.persons[i]),
            moved = here.filter(person => person.point && person.point.length > 2),
            unmoved = here.filter(person => person.point && person.point.length === 2).length,
            nowhere = here.filter(person => !person.point).length,
            km = (k, take) => w.km(take(...moved.map(person => person.point[k])));
        legend.replaceChildren(
            ...[moved.length && 'moved', unmoved && 'commune', here.some(person => person.point && person.level <= WORST) && 'worst'].filter(Boolean).map(sample),
        );
        note.textContent = [
            moved.length ? w.t('points_moved', { n: moved.length, from: km(2, Math.min), to: km(3, Math.max) }) : '',
            unmoved ? w.t('points_commune', { n: unmoved }) : '',
            nowhere ? w.t('points_nowhere', { n: nowhere }) : '',
            moved.length || unmoved ? w.t('points_times') : '',
        ]
            .filter(Boolean)
            .join(' ');
    }
    return {
        element,
        title,
        // Drawn once it has a size: a narrow page hides it until it is asked for.
        open() {
            if (!shown || !frame.clientWidth) return;
            if (!map) {
                start();
                load();
            } else map.invalidateSize({ animate: false });
            redraw();
        },
        show(found) {
            rows = found.visible;
            say();
            if (!map) return;
            load();
            redraw();
        },
        // Rings a person that the list points at.
        hover(i) {
            if (!map) return;
            halo.clearLayers();
            const person = caseload.persons[i];
            if (!person || !person.point) return;
            const [lon, lat] = person.point;
            marker([lat, lon], { interactive: false, keyboard: false, icon: divIcon({ className: 'halo', html: h('span'), iconSize: [30, 30] }) }).addTo(halo);
        },
        repaint() {
            if (map) base.paint();
        },
    };
}
