// The map: ground, rings, marks and names, moved by mouse, finger or keyboard.
import { Control, createMap as createLeaflet, scale, zoom } from './leaflet.js';
import { button, h } from './dom.js';
import { createBase } from './map_base.js';
import { createMarks } from './map_marks.js';
import { createNames } from './map_names.js';
import { createRings } from './map_rings.js';

const FICHE_PX = 440,
    ORIGIN_ZOOM = 10;

export function createMap(app, topology) {
    const { resources, w, store } = app,
        still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    const frame = h('div', {
        class: 'map',
        id: 'map',
        role: 'region',
        'aria-label': w.t('map_label'),
        'aria-describedby': 'map-keys',
    });
    const seen = button('', () => app.listView(true), { class: 'seen', 'aria-keyshortcuts': 'N' });
    const element = h(
        'div',
        { class: 'map-panel' },
        frame,
        seen,
        h('p', { id: 'map-keys', class: 'away-from-eyes' }, w.t('map_keys')),
    );
    let map,
        base,
        rings,
        marks,
        names,
        ready = false;

    function start() {
        map = createLeaflet(frame, {
            zoomControl: false,
            attributionControl: false,
            preferCanvas: true,
            minZoom: 4,
            maxZoom: 17,
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
        map.setView([46.6, 2.4], 6, { animate: false });
        base = createBase(map, topology);
        rings = createRings(map, resources, w);
        marks = createMarks(app, map);
        names = createNames(map, resources.dictionaries.commune);
        map.on('moveend', redraw);
    }

    function extent() {
        const around = rings.bounds(store.get());
        if (around) return around;
        const points = [];
        for (const i of resources.rows) if (resources.located(i)) points.push([resources.lat[i], resources.lon[i]]);
        if (!points.length) return base.bounds && base.bounds.isValid() ? base.bounds : null;
        const lats = points.map(p => p[0]).sort((a, b) => a - b),
            lons = points.map(p => p[1]).sort((a, b) => a - b);
        const at = (list, share) => list[Math.floor(share * (list.length - 1))];
        // A few resources far away must not make the others small.
        return [
            [at(lats, 0.01), at(lons, 0.01)],
            [at(lats, 0.99), at(lons, 0.99)],
        ];
    }

    function redraw() {
        if (!ready) return;
        marks.draw();
        names.show(rings.settle(marks.obstacles()));
        const n = marks.inView().length;
        seen.textContent = w.t('list_of_seen', { n });
        app.viewMoved();
    }

    return {
        element,
        get leaflet() {
            return map;
        },
        get marks() {
            return marks;
        },
        // Made when the page has its size: the map cannot know where it is before.
        open(found) {
            start();
            marks.setRows(found.visible);
            rings.show(store.get());
            // Nothing has a place: around the origin, else the view of the beginning stays.
            const bounds = extent(),
                { origin } = resources.head;
            if (bounds) map.fitBounds(bounds, { animate: false });
            else if (origin) map.setView([origin.lat, origin.lon], ORIGIN_ZOOM, { animate: false });
            ready = true;
            redraw();
        },
        show(found) {
            if (!ready) return;
            marks.setRows(found.visible);
            marks.fan(store.get().selected);
            redraw();
        },
        showRings(state) {
            if (!ready) return;
            rings.show(state);
            const bounds = rings.bounds(state);
            if (bounds) map.fitBounds(bounds, { animate: false });
        },
        // Brings a resource in sight, beside the fiche that covers a part of the map.
        select(i) {
            if (!ready) return;
            marks.fan(i);
            if (i >= 0 && resources.located(i)) {
                const level = Math.max(map.getZoom(), 12),
                    at = map.project([resources.lat[i], resources.lon[i]], level);
                const covered = map.getSize().x > 1.6 * FICHE_PX ? FICHE_PX / 2 : 0;
                map.setView(map.unproject(at.subtract([covered, 0]), level), level, { animate: false });
            }
            redraw();
        },
        hover(i) {
            if (ready) marks.hover(i);
        },
        inView: () => (ready ? marks.inView() : []),
        resize() {
            if (ready) map.invalidateSize({ animate: false });
        },
        repaint() {
            if (!ready) return;
            base.paint();
            rings.show(store.get());
        },
        // What the printed map draws: the part of the world in view, its ground and its names.
        drawing() {
            if (!ready) return null;
            const b = map.getBounds();
            return {
                bounds: [
                    [b.getSouth(), b.getWest()],
                    [b.getNorth(), b.getEast()],
                ],
                features: base.features(),
                communes: names.inView().map(p => p.place),
            };
        },
    };
}
