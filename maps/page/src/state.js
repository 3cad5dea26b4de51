// The one state of the page: any view changes it, all views are told.
export function createStore(initial) {
    let state = initial;
    const listeners = [];
    return {
        get: () => state,
        // Merges what changed; listeners get the state and the names of what changed.
        set(patch) {
            const changed = new Set(Object.keys(patch).filter(name => patch[name] !== state[name]));
            if (!changed.size) return;
            state = { ...state, ...patch };
            for (const listener of listeners) listener(state, changed);
        },
        subscribe: listener => listeners.push(listener),
    };
}

export const FILTERS = ['text', 'families', 'needs', 'circles', 'limit', 'places'];
export const changedFilters = changed => FILTERS.some(name => changed.has(name));
