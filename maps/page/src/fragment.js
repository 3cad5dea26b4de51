// Keeps the state in the fragment of the address, so that a link gives the same view. Never for a person.
const VIEWS = { map: 'carte', circles: 'cercles', table: 'tableau' };
const same = (a, b) => a.size === b.size && [...a].every(x => b.has(x));

export function writeFragment(state, initial, resources) {
    const words = new URLSearchParams();
    if (state.text.trim()) words.set('q', state.text.trim());
    if (state.families.size) words.set('f', [...state.families].sort().join('.'));
    if (!same(state.circles, initial.circles)) words.set('c', [...state.circles].sort().join('.'));
    if (state.limit !== initial.limit) words.set('d', state.limit);
    if (state.places) words.set('p', 1);
    if (state.view !== 'map') words.set('v', VIEWS[state.view]);
    if (state.selected >= 0) words.set('r', resources.id[state.selected]);
    if (state.basket.length) words.set('b', state.basket.map(row => resources.id[row]).join(' '));
    return words.toString();
}

const numbers = (text, allowed) =>
    new Set(
        text
            .split('.')
            .filter(Boolean)
            .map(Number)
            .filter(n => allowed.includes(n)),
    );

// What the fragment says, the rest as at the beginning. What is not understood is left out.
export function readFragment(fragment, initial, resources, limits) {
    const words = new URLSearchParams(fragment.replace(/^#/, '')),
        state = {
            text: '',
            families: new Set(),
            circles: new Set(initial.circles),
            limit: initial.limit,
            places: false,
            view: 'map',
            selected: -1,
            basket: [],
        };
    if (words.has('q')) state.text = words.get('q').slice(0, 200);
    if (words.has('f')) state.families = numbers(words.get('f'), [0, 1, 2, 3, 4, 5, 6, 7, 8]);
    if (words.has('c')) state.circles = numbers(words.get('c'), resources.present);
    if (words.has('d') && limits.includes(+words.get('d'))) state.limit = +words.get('d');
    state.places = words.get('p') === '1';
    state.view = Object.keys(VIEWS).find(view => VIEWS[view] === words.get('v')) || 'map';
    if (words.has('r')) state.selected = resources.rowOf(words.get('r'));
    if (words.has('b')) state.basket = [...new Set(words.get('b').split(' ').map(resources.rowOf))].filter(row => row >= 0);
    return state;
}

// Writes the fragment when the state changes, reads it when someone changes it.
export function followFragment(store, initial, resources, limits) {
    let written = '';
    const apply = () => {
        if (location.hash.replace(/^#/, '') === written) return;
        store.set(readFragment(location.hash, initial, resources, limits));
    };
    store.subscribe(state => {
        const fragment = writeFragment(state, initial, resources);
        if (fragment === written) return;
        written = fragment;
        history.replaceState(null, '', `#${fragment}`);
    });
    addEventListener('hashchange', apply);
    apply();
}
