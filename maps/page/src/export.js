// « Exporter la liste »: the resources found, with what the page holds of each. Its columns are named in the README; the file is
// not the one that `orbite map csv` writes.
import { NONE } from './columns.js';
import { csv } from './files.js';
import { STATE } from './resources.js';

const DAY_MS = 86400000,
    NO_MAX_MONTHS = 1800;
const STATES = ['unknown', 'place', 'full', 'no_notion'],
    PRECISIONS = ['', 'housenumber', 'street', 'locality', 'municipality'];
const STRENGTHS = ['derogable', 'hard', 'preferential', 'unconditional'];

const day = value =>
    value === null || value === undefined || value === NONE ? '' : new Date(value * DAY_MS).toISOString().slice(0, 10);
// As held: hundred-thousandths, without zeros that would claim more.
const degrees = value => (value === value ? String(+value.toFixed(6)) : '');
const count = value => (value >= 0 ? value : '');
// Said to be empty is "none"; nobody said is empty.
const codes = (list, of) => (!list ? '' : list.length ? list.map(of).join(';') : 'none');
const labels = (list, of) => (!list ? '' : list.length ? list.map(of).join('; ') : 'none');

// Column name: what it holds for a row.
function columns(app) {
    const { resources, describe } = app,
        details = app.details(),
        { dictionaries } = resources,
        empty = () => null;
    const detail = name => (details && details.columns[name] ? i => details.columns[name][i] : empty);
    const listed = name => i => {
        const at = detail(name)(i);
        return at >= 0 && at !== null ? details.dictionaries[name][at] : null;
    };
    const from = (get, name) => i => (get(i) || {})[name],
        publics = listed('publics'),
        orientations = listed('orientations'),
        modes = i => dictionaries.modalities[resources.modes[i]];
    const strength = (name, applies) => i => (applies(i) ? STRENGTHS[detail(name)(i)] : ''),
        code = entry => entry.code,
        label = entry => entry.label;
    return {
        id: i => resources.id[i],
        name: i => resources.name[i],
        organization: from(resources.organizationOf, 'name'),
        category: from(resources.categoryOf, 'code'),
        category_label: from(resources.categoryOf, 'label'),
        circle: i => resources.circle(i),
        circle_evidence: detail('evidence'),
        circle_from: i => day(detail('relation_from')(i)),
        circle_to: i => day(detail('relation_to')(i)),
        commune: from(resources.commune, 'code'),
        commune_name: from(resources.commune, 'name'),
        departement: from(resources.commune, 'departement'),
        address: detail('address'),
        postcode: listed('postcode'),
        lon: i => degrees(resources.lon[i]),
        lat: i => degrees(resources.lat[i]),
        precision: i => PRECISIONS[resources.precision[i]],
        phone: detail('phone'),
        email: detail('email'),
        url: detail('url'),
        how: detail('how'),
        contact_checked_on: i => day(detail('checked_on')(i)),
        contact_checked_by: detail('checked_by'),
        age_min_months: i => count(resources.age_min[i]),
        age_max_months: i => count(Math.min(resources.age_max[i], NO_MAX_MONTHS)),
        age_strength: strength('age_strength', i => resources.age_min[i] >= 0 || resources.age_max[i] >= 0),
        publics: i => codes(publics(i), code),
        publics_label: i => labels(publics(i), label),
        public_strength: strength('public_strength', i => publics(i) && publics(i).length),
        orientations: i => codes(orientations(i), code),
        orientations_label: i => labels(orientations(i), label),
        modalities: i => codes(modes(i), mode => mode),
        modalities_label: i => labels(modes(i), describe.label),
        state: i => STATES[resources.state[i]] || STATES[STATE.UNKNOWN],
        places_available: i => count(resources.places[i]),
        places_on: i => day(resources.places_on && resources.places_on[i]),
        waiting: i => count(detail('waiting')(i) ?? -1),
        wait_days: i => count(detail('wait_days')(i) ?? -1),
        authorised: i => count(resources.authorised[i]),
        installed: i => count(resources.installed[i]),
        capacity_on: i => day(detail('capacity_on')(i)),
        schedule: detail('schedule'),
        description: detail('description'),
        siret: detail('siret'),
        finess: detail('finess'),
        service: i => resources.serviceOf(i),
        organization_id: from(resources.organizationOf, 'id'),
        closed_on: i => day(detail('closed_on')(i)),
        observed_on: i => day(detail('observed_on')(i)),
        attribution: from(resources.sourceOf, 'attribution'),
        licence: from(resources.sourceOf, 'licence'),
    };
}

// Rows in the order of identifiers.
export function listCsv(app, rows) {
    const all = Object.entries(columns(app)),
        sorted = [...rows].sort((a, b) => a - b);
    return csv([all.map(([name]) => name), ...sorted.map(i => all.map(([, value]) => value(i)))]);
}
