// The ground of the map: land, limits of communes and of départements, in the colours of the theme.
import { canvas, geoJSON } from './leaflet.js';
import { feature, merge, mesh } from 'topojson-client';

const colour = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const FINE_ZOOM = 8;

export function createBase(map, topology) {
    if (!topology || !topology.objects.communes) return { paint() {}, features: () => [], bounds: null };
    const renderer = canvas({ padding: 0.4 }),
        { communes, departements } = topology.objects;
    const layer = geometry => geoJSON(geometry, { interactive: false, renderer, smoothFactor: 1.2 });
    const land = layer(merge(topology, communes.geometries)),
        fine = layer(mesh(topology, communes, (a, b) => a !== b));
    const coast = layer(mesh(topology, communes, (a, b) => a === b));
    const borders = departements ? layer(mesh(topology, departements, (a, b) => a !== b)) : null;
    // Limits of communes blur the map of a country, not the map of one département.
    const many = communes.geometries.length > 2000;

    function adapt() {
        const show = !many || map.getZoom() >= FINE_ZOOM;
        if (show && !map.hasLayer(fine)) fine.addTo(map);
        else if (!show && map.hasLayer(fine)) fine.remove();
    }
    function paint() {
        land.setStyle({ stroke: false, fill: true, fillColor: colour('--land'), fillOpacity: 1 });
        fine.setStyle({ color: colour('--limit'), weight: 0.7 });
        coast.setStyle({ color: colour('--coast'), weight: 1.6 });
        if (borders) borders.setStyle({ color: colour('--coast'), weight: 1.1 });
    }
    land.addTo(map);
    if (borders) borders.addTo(map);
    coast.addTo(map);
    paint();
    map.on('zoomend', adapt);
    adapt();
    return { paint, features: () => feature(topology, communes).features, bounds: land.getBounds() };
}
