// The page of a person: the banner, the classes of the engine, its reasons in words, the parts of the score.
import { h } from './dom.js';

const CLASSES = ['suits', 'verify', 'nearly', 'aside'];

export const privateBanner = w => h('p', { class: 'private', role: 'note' }, w.t('private'));

export function createPerson({ resources, w }) {
    const { answers } = resources;
    if (!answers) return null;
    const place = i => answers.byRow.get(i);
    return {
        // The title of a class where it begins, with how many of these rows it has.
        heading(i, previous, rows) {
            const mine = answers.class[place(i)];
            if (previous >= 0 && answers.class[place(previous)] === mine) return null;
            return `${w.t(`class_${CLASSES[mine]}`)}${w.colon}${w.number(rows.filter(row => answers.class[place(row)] === mine).length)}`;
        },
        className: i => CLASSES[answers.class[place(i)]],
        reasons: i => (answers.reasons && answers.reasons[place(i)]) || [],
        levers: i => (answers.levers && answers.levers[place(i)]) || [],
        // Negative = not scored.
        score: i => (answers.score && answers.score[place(i)] >= 0 ? answers.score[place(i)] : null),
        parts: i => (answers.parts && answers.parts[place(i)]) || [],
        uncertain: i => Boolean(answers.uncertain && answers.uncertain[place(i)]),
        needs: i => (answers.need && answers.needs ? answers.need[place(i)].map(k => answers.needs[k].label) : []),
        // Its rank without the weight of circles, when that changes it.
        neutral(i) {
            const rank = answers.neutral ? answers.neutral[place(i)] : -1;
            return rank >= 0 && rank !== place(i) ? rank + 1 : null;
        },
    };
}

export function scoreWords(app, i) {
    const { person, w } = app,
        score = person.score(i);
    if (score === null) return '';
    const parts = person
        .parts(i)
        .map(part => w.t('score_part', { label: part.label, value: w.score(part.value), most: w.score(part.weight) }));
    const words = parts.length
            ? w.t('score_parts', { score: w.score(score), parts: parts.join(', ') })
            : w.t('score', { score: w.score(score) }),
        neutral = person.neutral(i);
    return [words, neutral && w.t('neutral_rank', { rank: String(neutral) }), person.uncertain(i) && w.t('uncertain_order')]
        .filter(Boolean)
        .join(' · ');
}

// What the line of the list says more for a person.
export function personLines(app, i) {
    const { person, w } = app;
    if (!person) return null;
    const needs = person.needs(i),
        reasons = person.reasons(i),
        levers = person.levers(i),
        score = scoreWords(app, i);
    return [
        needs.length ? h('span', { class: 'why' }, w.t('answers_needs', { needs: needs.join(', ') })) : null,
        reasons.length ? h('span', { class: 'why' }, reasons.join(' ')) : null,
        levers.length ? h('span', { class: 'why lever' }, w.t('lever_is', { lever: levers.join(' ') })) : null,
        score ? h('span', { class: 'why quiet' }, score) : null,
    ];
}
