// What data may not have: rows at the limits of what the page can say, places and dates that nobody gave.
import { NONE } from './fixture_data.mjs';

const MUNICIPALITY = 4,
    PLACE = 1,
    FULL = 2,
    EXCEPTION = 0;

// Months of age, first and last excluded; −1 = unknown, 1800 = no limit.
export const AGES = [
    [240, -1],
    [0, 1800],
    [-1, 240],
    [-1, -1],
    [0, 240],
    [72, 240],
    [42, 240],
    [216, 1800],
    [0, -1],
    [-1, 1800],
];

// Two rows repeat another, two have the position of their commune, two have a word on places that comes from the future,
// one has two families, and the others have the ages above. The one far from the origin is in `far`.
export function makeOdd(rows, details, { communes, origin, today }) {
    const home = communes.indexOf(origin),
        gap = (c, name) => Math.abs(c[name] - origin[name]),
        far = communes.findIndex(c => gap(c, 'lon') > 0.12 && gap(c, 'lon') < 0.22 && gap(c, 'lat') < 0.04);
    const set = (k, name, row, detail) => {
        Object.assign(rows[k], { name, lon: origin.lon, lat: origin.lat, commune: home }, row);
        Object.assign(details[k], detail);
    };
    rows.forEach(row => Object.assign(row, { duplicate_of: -1 }));
    set(0, 'Original', { duplicate_of: -1 });
    set(1, 'Original repris', { duplicate_of: 0 });
    set(3, 'Ailleurs repris', { duplicate_of: 2 });
    set(4, 'Ici, par sa commune', { precision: MUNICIPALITY });
    set(5, 'Loin, par sa commune', { precision: MUNICIPALITY, commune: far, lon: communes[far].lon, lat: communes[far].lat });
    set(6, 'Place de demain', { state: PLACE, places: 3, places_on: today + 10 });
    set(7, 'Complet demain', { state: FULL, places: 0, places_on: today + 1 });
    set(8, 'Complet ce jour', { state: FULL, places: 0, places_on: today });
    set(9, 'Deux familles', { family: 1, families: 3, circle: 0 });
    AGES.forEach(([age_min, age_max], k) =>
        set(10 + k, `Âge ${k}`, { age_min, age_max }, { age_strength: EXCEPTION, inferred: 0 }),
    );
}

// Nothing has a place: neither resources nor communes nor the search.
export function takePlaces(rows, communes) {
    for (const row of rows) Object.assign(row, { lon: null, lat: null, precision: 0 });
    for (const commune of communes) Object.assign(commune, { lon: null, lat: null });
}

// Nothing has a date: neither the data nor their sources.
export function takeDates(head, details) {
    head.reference_date = null;
    for (const source of head.sources) Object.assign(source, { observed_on: null, edition: null });
    for (const detail of details)
        for (const name of ['checked_on', 'capacity_on', 'observed_on', 'opened_on', 'closed_on']) detail[name] = NONE;
}
