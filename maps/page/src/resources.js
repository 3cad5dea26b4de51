// The resources of the page: what the columns say of each row, and what is computed once from them.
import { column, serviceOfId } from './columns.js';
import { fold } from './words.js';

export const GROUPS = ['C0', 'C1', 'C2', 'C3', 'C4', 'INST'];
export const STATE = { UNKNOWN: 0, PLACE: 1, FULL: 2, NO_NOTION: 3 };
const EARTH_KM = 6371,
    RADIAN = Math.PI / 180;

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

// Rows of one service, so that a mark of the circles finds what it stands for.
function byService(n, serviceOf) {
    const rows = new Map();
    for (let i = 0; i < n; i++) {
        const service = serviceOf(i),
            known = rows.get(service);
        if (known) known.push(i);
        else rows.set(service, [i]);
    }
    return rows;
}

export function createResources(doc) {
    const { n, columns, dictionaries, head } = doc;
    const groups = dictionaries.circle.map(groupOf),
        group = Uint8Array.from(columns.circle, c => groups[c]);
    const km = distances(columns, head.origin, n),
        answers = readAnswers(doc.answers),
        minutes = travelMinutes(columns, answers, n);
    const order = answers ? Uint32Array.from(answers.order) : nearestFirst(group, minutes || km, n);
    const row = new Map(),
        present = [...new Set(group)].sort();
    const serviceOf = i => dictionaries.service?.[columns.service?.[i]] ?? serviceOfId(columns.id[i]);
    let services, names;
    columns.id.forEach((id, i) => row.set(id, i));
    return {
        ...columns,
        communes: columns.commune,
        n,
        head,
        dictionaries,
        group,
        km,
        minutes,
        order,
        answers,
        present,
        located: i => columns.lon[i] === columns.lon[i],
        circle: i => dictionaries.circle[columns.circle[i]],
        commune: i => dictionaries.commune[columns.commune[i]] || null,
        categoryOf: i => dictionaries.category[columns.category[i]] || null,
        organizationOf: i => dictionaries.organization[columns.organization[i]] || null,
        sourceOf: i => head.sources[columns.source[i]] || null,
        serviceOf,
        rowOf: id => (row.has(id) ? row.get(id) : -1),
        rowsOfService: id => (services = services || byService(n, serviceOf)).get(id) || [],
        foldedNames: () => (names = names || columns.name.map(name => fold(name || ''))),
    };
}
