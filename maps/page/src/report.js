// « Signaler une erreur » and « Enregistrer un besoin non couvert »: lines to send to the operator.
import { button, h } from './dom.js';
import { csv } from './files.js';
import { textBox } from './dialogs.js';

// Columns that `orbite import corrections` reads.
const FIELDS = [
    'telephone',
    'courriel',
    'adresse',
    'horaires',
    'mobilisation',
    'site_web',
    'nom',
    'places_libres',
    'fermeture',
    'note',
];

export function createReport(app) {
    const { resources, w, describe, dialogs } = app;
    return i => {
        const field = h(
            'select',
            { id: 'report-field', change: update },
            FIELDS.map(name => h('option', { value: name }, w.t(`field_${name}`))),
        );
        const value = h('input', { id: 'report-value', type: 'text', input: update }),
            author = h('input', { id: 'report-author', type: 'text', autocomplete: 'off', input: update });
        const day = h('input', { id: 'report-day', type: 'date', input: update });
        const make = () => {
            const column = field.value === 'note' ? [] : [field.value],
                values = column.length ? [value.value, ''] : [value.value];
            return csv([
                ['cible', 'auteur', 'date', ...column, 'note'],
                [resources.id[i], author.value, day.value, ...values],
            ]);
        };
        const box = textBox(app, { id: 'report-line', label: w.t('report_line'), name: 'correction.csv', media: 'text/csv', make });
        function update() {
            box.refresh();
        }
        const line = (id, label, input) => h('div', { class: 'field' }, h('label', { for: id }, label), input);
        dialogs.open(
            w.t('report_title', { name: describe.name(i) }),
            h('p', null, w.t('report_how')),
            line('report-field', w.t('report_field'), field),
            line('report-value', w.t('report_value'), value),
            line('report-author', w.t('report_author'), author),
            line('report-day', w.t('report_day'), day),
            box.element,
        );
    };
}

// The criteria of the search in words: what was looked for and not found.
export function createUncovered(app) {
    const { w, dialogs, resources } = app;
    return () => {
        const need = h('input', { id: 'need-words', type: 'text', input: () => box.refresh() });
        const make = () =>
            csv([
                [w.t('need_what'), w.t('need_criteria'), w.t('need_territory'), w.t('need_date')],
                [need.value, app.criteriaWords(), resources.head.title, resources.head.reference_date || w.t('date_unknown')],
            ]);
        const box = textBox(app, {
            id: 'need-line',
            label: w.t('report_line'),
            name: 'besoin-non-couvert.csv',
            media: 'text/csv',
            make,
        });
        dialogs.open(
            w.t('uncovered_title'),
            h('p', null, w.t('uncovered_how')),
            h('div', { class: 'field' }, h('label', { for: 'need-words' }, w.t('need_what')), need),
            box.element,
        );
    };
}

export const closeButton = (app, label) => button(label, () => app.dialogs.close(), { class: 'act second' });
