// The persons of the page: what the document says of each, and what is computed once from it.
import { fold } from '../words.js';

export const STATE = { COVERED: 0, FRAGILE: 1, TO_VERIFY: 2, NEARLY: 3, NOTHING: 4 };
export const CLASS = { SUITS: 0, VERIFY: 1, NEARLY: 2, ASIDE: 3 };
const COLUMNS = ['row', 'class', 'circle', 'needs', 'minutes', 'estimate', 'reasons', 'levers'],
    MARKS = ['cell', 'x', 'y', 'r'];

// Where the rows of each person begin in the columns.
function starts(of, name) {
    let at = 0;
    return of.map(one => {
        const start = at;
        at += one[name];
        return start;
    });
}

const bits = mask => {
    const list = [];
    for (let k = 0, rest = mask; rest > 0; k++, rest = Math.floor(rest / 2)) if (rest % 2) list.push(k);
    return list;
};

export function openCaseload(doc, w) {
    if (!/^caseload\/1(\.|$)/.test(doc.orbite)) throw new Error(`this page cannot read ${doc.orbite}`);
    const { needs, communes, sentences, resources } = doc,
        rowsAt = starts(resources.of, 'count'),
        marksAt = starts(resources.of, 'drawn');
    const sentence = k => (k >= 0 ? sentences[k] : ''),
        communeName = k => (k < 0 ? w.t('commune_unknown') : communes[k].name || communes[k].code);
    const persons = doc.persons.map((person, k) => {
        const families = [...new Set(person.needs.map(one => needs[one.need].family))],
            causes = [...new Set(person.needs.flatMap(one => one.main || []))];
        const words = [person.id, communeName(person.commune), ...person.needs.map(one => needs[one.need].label), sentence(person.next)];
        return { ...person, rank: k + 1, families, causes, folded: fold(words.join(' ')) };
    });
    // The resources of a person: those that are drawn, by number, then the others.
    function resourcesOf(i) {
        const { count, drawn } = resources.of[i],
            list = [];
        for (let k = 0; k < count; k++) {
            const one = { number: k < drawn ? k + 1 : 0 };
            for (const name of COLUMNS) one[name] = resources[name][rowsAt[i] + k];
            if (k < drawn) for (const name of MARKS) one[name] = resources[name][marksAt[i] + k];
            one.needs = bits(one.needs);
            list.push(one);
        }
        return list;
    }
    return {
        ...doc,
        persons,
        sentence,
        communeName,
        need: one => needs[one.need],
        resourcesOf,
        map: i => resources.of[i],
    };
}
