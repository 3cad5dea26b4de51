// Which persons the list shows: the one state, and what each choice would give.
import { fold } from '../words.js';

export const DEADLINES = [7, 30, 90];

export const firstState = () => ({
    text: '',
    levels: new Set(),
    isolated: false,
    families: new Set(),
    causes: new Set(),
    commune: -1,
    deadline: 0,
    selected: -1,
});

export const CRITERIA = ['text', 'levels', 'isolated', 'families', 'causes', 'commune', 'deadline'];

const some = (set, values) => {
    for (const value of values) if (set.has(value)) return true;
    return false;
};

// Each criterion alone; what is not asked for lets everybody through.
const TESTS = {
    text: (person, { text }) => person.folded.includes(text),
    levels: (person, { levels }) => !levels.size || levels.has(person.level),
    isolated: (person, { isolated }) => !isolated || person.isolated,
    families: (person, { families }) => !families.size || some(families, person.families),
    causes: (person, { causes }) => !causes.size || some(causes, person.causes),
    commune: (person, { commune }) => commune < 0 || person.commune === commune,
    deadline: (person, { deadline }) => !deadline || (person.deadline >= 0 && person.deadline <= deadline),
};

// Counts of a criterion are those of the persons that all the others let through.
export function search(persons, state) {
    const asked = { ...state, text: fold(state.text.trim()) },
        visible = [],
        counts = { levels: new Map(), families: new Map(), causes: new Map(), isolated: 0 };
    const add = (map, key) => map.set(key, (map.get(key) || 0) + 1);
    for (let i = 0; i < persons.length; i++) {
        const person = persons[i],
            failed = CRITERIA.filter(name => !TESTS[name](person, asked)),
            only = name => !failed.length || (failed.length === 1 && failed[0] === name);
        if (!failed.length) visible.push(i);
        if (only('levels')) add(counts.levels, person.level);
        if (only('families')) for (const family of person.families) add(counts.families, family);
        if (only('causes')) for (const cause of person.causes) add(counts.causes, cause);
        if (only('isolated') && person.isolated) counts.isolated++;
    }
    return { visible, counts };
}

// How many criteria are asked for.
export const activeCriteria = state =>
    (state.text.trim() ? 1 : 0) +
    state.levels.size +
    (state.isolated ? 1 : 0) +
    state.families.size +
    state.causes.size +
    (state.commune >= 0 ? 1 : 0) +
    (state.deadline ? 1 : 0);
