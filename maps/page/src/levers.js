// When nothing answers: what stands between the search and at least one resource, and what lifts it.
import { CIRCLE, CRITERIA, FAMILY, LIMIT, NEED, PLACES, TEXT, away, limitSteps, nearest } from './criteria.js';
import { STATE } from './resources.js';

const MOST = 4,
    FOUR_CIRCLES = '0,1,2,3';
// What costs a person least to give up comes first.
const CHEAPEST = [PLACES, LIMIT, CIRCLE, FAMILY, NEED, TEXT];

const size = set => CRITERIA.filter(bit => set & bit).length;
const cost = set => CHEAPEST.reduce((sum, bit, k) => sum + (set & bit ? 10 ** k : 0), 0);

// The first step of the limit that reaches one of these resources; 0 = no limit.
function nearestStep(resources, rows) {
    const least = rows.reduce((least, i) => Math.min(least, nearest(resources, i)), Infinity);
    return limitSteps(resources).find(step => step >= least) || 0;
}

function lift(set, rows, resources) {
    const patch = {};
    if (set & PLACES) patch.places = false;
    if (set & LIMIT) patch.limit = nearestStep(resources, rows);
    if (set & CIRCLE) patch.circles = new Set(resources.present);
    if (set & FAMILY) patch.families = new Set();
    if (set & NEED) patch.needs = new Set();
    if (set & TEXT) patch.text = '';
    return patch;
}

/*
 * The smallest sets of criteria that some resources fail, with exactly these resources and the change of state that lifts
 * the set: applied, it gives at least one of them.
 */
export function levers(found, resources) {
    const sets = [...found.failing.keys()],
        least = Math.min(...sets.map(size));
    return sets
        .filter(set => size(set) === least)
        .sort((a, b) => cost(a) - cost(b))
        .slice(0, MOST)
        .map(set => {
            const rows = found.failing.get(set);
            return { set, rows, patch: lift(set, rows, resources) };
        });
}

// How far the nearest of these is, in words.
function farther({ rows }, w, resources) {
    const first = rows.reduce((best, i) => (nearest(resources, i) < nearest(resources, best) ? i : best)),
        rough = resources.approximate(first),
        far = away(resources, first);
    const distance = resources.minutes ? w.minutes(far, rough) : w.km(far, rough);
    return { distance, place: resources.head.origin ? resources.head.origin.name : '' };
}

function placeWords({ rows }, w, resources) {
    const full = rows.filter(i => resources.state[i] === STATE.FULL).length,
        unknown = rows.length - full;
    return [full && w.t('lever_full', { n: full }), unknown && w.t('lever_to_verify', { n: unknown })]
        .filter(Boolean)
        .join(w.t('lever_comma'));
}

function circleWords({ rows }, w, resources) {
    const groups = [...new Set(rows.map(i => resources.group[i]))].sort();
    return groups.map(group => w.t(`circle_in_sentence_${group}`)).join(', ');
}

const KEYS = { [PLACES]: 'places', [LIMIT]: 'limit', [CIRCLE]: 'circle', [FAMILY]: 'family', [NEED]: 'need', [TEXT]: 'text' };

function values(bit, lever, w, resources, state) {
    const n = lever.rows.length;
    if (bit === PLACES) return { n, detail: placeWords(lever, w, resources) };
    if (bit === LIMIT) return { n, ...farther(lever, w, resources) };
    if (bit === CIRCLE) return { n, circles: circleWords(lever, w, resources) };
    return { n, text: state.text.trim() };
}

function buttonWords(bit, lever, w, resources) {
    if (bit === LIMIT) {
        const step = lever.patch.limit;
        return step ? w.t('lift_limit', { step: resources.minutes ? w.minutes(step) : w.km(step) }) : w.t('lift_limit_none');
    }
    if (bit === CIRCLE) return w.t(String(resources.present) === FOUR_CIRCLES ? 'lift_circle_four' : 'lift_circle');
    return w.t(`lift_${KEYS[bit]}`);
}

const lowerFirst = text => text[0].toLowerCase() + text.slice(1);

// One sentence with the count, and the words of the button.
export function sayLever(lever, w, resources, state) {
    const bits = CHEAPEST.filter(bit => lever.set & bit),
        n = lever.rows.length;
    const buttons = bits.map(bit => buttonWords(bit, lever, w, resources));
    const label = buttons.map((text, k) => (k ? lowerFirst(text) : text)).join(w.t('lever_and'));
    if (bits.length === 1) {
        const key = `lever_${KEYS[bits[0]]}`;
        return { sentence: w.t(key, values(bits[0], lever, w, resources, state)), label };
    }
    const parts = bits.map(bit => w.t(`lever_part_${KEYS[bit]}`, values(bit, lever, w, resources, state)));
    return { sentence: w.t('lever_several', { n, parts: w.list(parts) }), label };
}
