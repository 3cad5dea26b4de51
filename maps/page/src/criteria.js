// The criteria of a search: what passes each, and exactly which ones each resource fails.
import { STATE } from './resources.js';
import { fold } from './words.js';

export const TEXT = 1,
    FAMILY = 2,
    NEED = 4,
    CIRCLE = 8,
    LIMIT = 16,
    PLACES = 32;
export const CRITERIA = [TEXT, FAMILY, NEED, CIRCLE, LIMIT, PLACES];
export const KM_STEPS = [5, 10, 20, 40, 80],
    MINUTE_STEPS = [15, 30, 45, 60, 90];
export const limitSteps = resources => (resources.minutes ? MINUTE_STEPS : KM_STEPS);

// How far a resource is in the unit of the limit; NaN or negative = unknown, which a limit never excludes.
export const away = (resources, i) => (resources.minutes ? resources.minutes[i] : resources.km[i]);

// A resource known by its commune is somewhere around the position of the commune: at most this far, but in very large ones.
export const COMMUNE_REACH_KM = 10;

// How near a resource may be: one known by its commune may be nearer than what is measured.
export const nearest = (resources, i) =>
    away(resources, i) - (resources.minutes || !resources.approximate(i) ? 0 : COMMUNE_REACH_KM);

// Within the limit or not, for all that is known: to verify.
export const isUncertain = (resources, i, limit) =>
    !resources.minutes && resources.approximate(i) && resources.km[i] > limit - COMMUNE_REACH_KM;

// One word is found in the name, the commune, the category or the organization; every word must be.
function textTest(resources, text) {
    const words = fold(text).trim().split(/\s+/).filter(Boolean);
    if (!words.length) return null;
    const names = resources.foldedNames(),
        { dictionaries } = resources;
    const found = (list, say) => words.map(word => Uint8Array.from(list, entry => (fold(say(entry) || '').includes(word) ? 1 : 0)));
    const commune = found(dictionaries.commune, c => `${c.name || ''} ${c.code}`),
        category = found(dictionaries.category, c => c.label);
    const organization = found(dictionaries.organization, o => o.name);
    return i =>
        words.every(
            (word, w) =>
                names[i].includes(word) ||
                commune[w][resources.communes[i]] ||
                category[w][resources.category[i]] ||
                organization[w][resources.organization[i]],
        );
}

function familyTest(resources, families) {
    if (!families.size) return null;
    let mask = 0;
    for (const family of families) if (family > 0) mask |= 1 << (family - 1);
    const none = families.has(0);
    return i => (resources.families[i] & mask) !== 0 || (none && resources.families[i] === 0);
}

function needTest({ answers }, needs) {
    if (!needs.size || !answers || !answers.need) return null;
    return i => {
        const place = answers.byRow.get(i);
        return place !== undefined && answers.need[place].some(need => needs.has(need));
    };
}

// The tests of a state; null = the criterion asks nothing.
function tests(resources, state) {
    const circles = resources.present.every(group => state.circles.has(group)) ? null : i => state.circles.has(resources.group[i]);
    return [
        textTest(resources, state.text),
        familyTest(resources, state.families),
        needTest(resources, state.needs),
        circles,
        state.limit ? i => !(nearest(resources, i) > state.limit) : null,
        state.places ? i => resources.state[i] === STATE.PLACE || resources.state[i] === STATE.NO_NOTION : null,
    ];
}

/*
 * Applies a state: rows that pass in the order of the list, rows by the exact set they fail, and how many each family and
 * circle would give if that criterion alone changed.
 */
export function search(resources, state) {
    const checks = tests(resources, state)
        .map((test, k) => test && [test, CRITERIA[k]])
        .filter(Boolean);
    const visible = [],
        passes = new Uint8Array(resources.n),
        failing = new Map();
    const families = new Uint32Array(9),
        circles = new Uint32Array(6);
    for (const i of resources.order) {
        let fails = 0;
        for (const [test, bit] of checks) if (!test(i)) fails |= bit;
        if (!fails) {
            visible.push(i);
            passes[i] = 1;
        } else {
            const rows = failing.get(fails);
            if (rows) rows.push(i);
            else failing.set(fails, [i]);
        }
        if (!(fails & ~FAMILY)) countFamilies(families, resources.families[i]);
        if (!(fails & ~CIRCLE)) circles[resources.group[i]]++;
    }
    return { visible, passes, failing, families, circles };
}

function countFamilies(counts, mask) {
    if (!mask) counts[0]++;
    for (let k = 0; mask; k++, mask >>= 1) if (mask & 1) counts[k + 1]++;
}
