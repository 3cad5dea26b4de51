// Sentences about the search: its criteria in words, and what « aucune connue » means.

// How many criteria differ from the beginning.
export function activeFilters(state, initial) {
    const circles = state.circles.size !== initial.circles.size ? 1 : 0;
    return (
        (state.text.trim() ? 1 : 0) +
        state.families.size +
        state.needs.size +
        circles +
        (state.limit !== initial.limit ? 1 : 0) +
        (state.places ? 1 : 0)
    );
}

export function criteriaWords({ store, resources, w }) {
    const state = store.get(),
        { dictionaries, head, answers } = resources,
        words = [];
    if (state.text.trim()) words.push(w.t('criterion_text', { text: state.text.trim() }));
    if (state.families.size)
        words.push(
            w.t('criterion_families', {
                list: [...state.families]
                    .sort()
                    .map(k => (k ? dictionaries.families[k - 1].name : w.t('family_none')))
                    .join(', '),
            }),
        );
    if (state.needs.size)
        words.push(
            w.t('criterion_needs', {
                list: [...state.needs]
                    .sort()
                    .map(k => answers.needs[k].label)
                    .join(', '),
            }),
        );
    if (state.circles.size !== resources.present.length)
        words.push(
            w.t('criterion_circles', {
                list: [...state.circles]
                    .sort()
                    .map(g => w.t(`circle_group_${g}`))
                    .join(', '),
            }),
        );
    if (state.limit && head.origin)
        words.push(
            w.t('criterion_limit', {
                limit: resources.minutes ? w.minutes(state.limit) : w.km(state.limit),
                place: head.origin.name,
            }),
        );
    if (state.places) words.push(w.t('places_only'));
    return words.length ? w.semicolons(words) : w.t('no_criterion');
}

// An absence in the data is not an absence in the field: says since when and where we looked.
export function aboutNone({ resources, w }) {
    const { sources, reference_date } = resources.head;
    const looked = sources.map(s => (s.observed_on ? w.t('source_at', { name: s.name, day: w.date(s.observed_on) }) : s.name));
    return w.dated('looked_in', 'looked_in_undated', reference_date, {
        sources: looked.length ? looked.join(', ') : w.t('no_source'),
    });
}
