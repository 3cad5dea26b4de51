// The resources of the page: what the columns say of each row, and what is computed once from them.
import { column, serviceOfId } from './columns.js';
import { fold } from './words.js';

export const GROUPS = ['C0', 'C1', 'C2', 'C3', 'C4', 'INST'];
export const STATE = { UNKNOWN: 0, PLACE: 1, FULL: 2, NO_NOTION: 3 };
export const MUNICIPALITY = 4;
const EARTH_KM = 6371,
    RADIAN = Math.PI / 180,
    DAY_MS = 86400000;

const groupOf = code => GROUPS.indexOf(code.startsWith('C1') ? 'C1' : code);

function distances(columns, origin, n) {
    const km = new Float32Array(n).fill(NaN);
    if (!origin) return km;
    const cosine = Math.cos(origin.lat * RADIAN);
    for (let i = 0; i < n; i++) {
        const dy = Math.sin(((columns.lat[i] - origin.lat) * RADIAN) / 2),
            dx = Math.sin(((columns.lon[i] - origin.lon) * RADIAN) / 2);
        km[i] = 2 * EARTH_KM * Math.asin(Math.sqrt(dy * dy + cosine * Math.cos(columns.lat[i] * RADIAN) * dx * dx));
    }
    return km;
}

// A word on places dated after the data is a mistake: nothing is known of places.
function readStates(columns, { reference_date }) {
    const { places_on: on, state, places } = columns;
    if (!on || !reference_date) return { state, places };
    const last = Date.parse(reference_date) / DAY_MS,
        early = i => on[i] > last && (state[i] === STATE.PLACE || state[i] === STATE.FULL);
    return {
        state: Uint8Array.from(state, (value, i) => (early(i) ? STATE.UNKNOWN : value)),
        places: Int32Array.from(places, (value, i) => (early(i) ? -1 : value)),
    };
}

// By circle, then by what separates from the origin, then as given; what is not located comes last in its circle.
function nearestFirst(group, away, n) {
    const key = new Float64Array(n),
        order = new Uint32Array(n);
    for (let i = 0; i < n; i++) {
        key[i] = group[i] * 1e6 + (away[i] >= 0 ? away[i] : 9e5);
        order[i] = i;
    }
    return order.sort((a, b) => key[a] - key[b] || a - b);
}

// What the engine answered, by row; places in its order are kept.
function readAnswers(answers) {
    if (!answers) return null;
    const { order } = answers,
        byRow = new Map(order.map((row, place) => [row, place]));
    const numbers = name => (answers[name] ? column(answers[name]) : null);
    return {
        ...answers,
        byRow,
        class: numbers('class'),
        score: numbers('score'),
        minutes: numbers('minutes'),
        uncertain: numbers('uncertain'),
    };
}

function travelMinutes(columns, answers, n) {
    if (columns.minutes) return columns.minutes;
    if (!answers || !answers.minutes) return null;
    const minutes = new Int32Array(n).fill(-1);
    answers.order.forEach((row, place) => {
        minutes[row] = answers.minutes[place];
    });
    return minutes;
}

// The commune where the origin is: distances are told from the point of a commune.
function originCommune({ origin }, communes) {
    const same = (a, b) => Math.abs(a - b) < 1e-5;
    return origin ? communes.findIndex(c => c && same(c.lon, origin.lon) && same(c.lat, origin.lat)) : -1;
}

// Rows of one service, so that a mark of the circles finds what it stands for.
function byService(n, serviceOf, canonical) {
    const rows = new Map();
    for (let i = 0; i < n; i++) {
        const service = serviceOf(i),
            row = canonical(i),
            known = rows.get(service);
        if (!known) rows.set(service, [row]);
        else if (!known.includes(row)) known.push(row);
    }
    return rows;
}

// Rows that are shown: a duplicate is not, unless what it repeats is not answered to the person.
function shownRows(n, canonical, answers) {
    const rows = new Uint32Array(n);
    let count = 0;
    for (let i = 0; i < n; i++) {
        const first = canonical(i);
        if (first === i || (answers && answers.byRow.has(i) && !answers.byRow.has(first))) rows[count++] = i;
    }
    return rows.subarray(0, count);
}

export function createResources(doc) {
    const { n, columns, dictionaries, head } = doc;
    const groups = dictionaries.circle.map(groupOf),
        group = Uint8Array.from(columns.circle, c => groups[c]);
    const km = distances(columns, head.origin, n),
        answers = readAnswers(doc.answers),
        minutes = travelMinutes(columns, answers, n);
    const canonical = i => (columns.duplicate_of && columns.duplicate_of[i] >= 0 ? columns.duplicate_of[i] : i),
        rows = shownRows(n, canonical, answers),
        shown = new Uint8Array(n);
    for (const i of rows) shown[i] = 1;
    const order = (answers ? Uint32Array.from(answers.order) : nearestFirst(group, minutes || km, n)).filter(i => shown[i]);
    const row = new Map(),
        present = [...new Set(rows.map(i => group[i]))].sort();
    // A text is the service itself, a number its place in the dictionary.
    const serviceOf = i => {
        const said = columns.service?.[i];
        return (typeof said === 'string' ? said : dictionaries.service?.[said]) ?? serviceOfId(columns.id[i]);
    };
    const start = originCommune(head, dictionaries.commune);
    let services, names;
    columns.id.forEach((id, i) => row.set(id, shown[i] ? i : canonical(i)));
    return {
        ...columns,
        ...readStates(columns, head),
        communes: columns.commune,
        n,
        head,
        dictionaries,
        group,
        km,
        minutes,
        rows,
        order,
        answers,
        present,
        // Known only to be somewhere in its commune.
        approximate: i => columns.precision?.[i] === MUNICIPALITY,
        inOriginCommune: i => start >= 0 && columns.commune[i] === start,
        located: i => columns.lon[i] === columns.lon[i],
        circle: i => dictionaries.circle[columns.circle[i]],
        commune: i => dictionaries.commune[columns.commune[i]] || null,
        categoryOf: i => dictionaries.category[columns.category[i]] || null,
        organizationOf: i => dictionaries.organization[columns.organization[i]] || null,
        sourceOf: i => head.sources[columns.source[i]] || null,
        serviceOf,
        rowOf: id => (row.has(id) ? row.get(id) : -1),
        rowsOfService: id => (services = services || byService(n, serviceOf, canonical)).get(id) || [],
        foldedNames: () => (names = names || columns.name.map(name => fold(name || ''))),
    };
}
