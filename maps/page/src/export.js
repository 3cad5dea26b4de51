// « Exporter la liste »: the resources found, as the plain CSV that `orbite map csv` writes.
import { NONE } from './columns.js';
import { csv } from './files.js';

const day = value => value === null || value === undefined || value === NONE ? '' : new Date(value * 86400000).toISOString().slice(0, 10);
const degrees = value => value === value ? value.toFixed(6) : '';
const count = value => value >= 0 ? value : '';
const STATES = ['', 'place', 'full', 'no_notion'];

// Column name: what it holds for a row.
function columns(app) {
    const { resources } = app, details = app.details(), detail = name => i => details && details.columns[name] ? details.columns[name][i] : '';
    const from = (get, name) => i => (get(i) || {})[name];
    return [
        ['id', i => resources.id[i]], ['name', i => resources.name[i]], ['service', i => resources.serviceOf(i)],
        ['organization', from(resources.organizationOf, 'name')], ['family', i => resources.family[i] ? `L${resources.family[i]}` : ''],
        ['category', from(resources.categoryOf, 'code')], ['category_label', from(resources.categoryOf, 'label')], ['circle', i => resources.circle(i)],
        ['address', detail('address')], ['commune', from(resources.commune, 'code')], ['commune_name', from(resources.commune, 'name')],
        ['lon', i => degrees(resources.lon[i])], ['lat', i => degrees(resources.lat[i])],
        ['phone', detail('phone')], ['email', detail('email')], ['url', detail('url')], ['schedule', detail('schedule')],
        ['state', i => STATES[resources.state[i]]], ['places', i => count(resources.places[i])], ['places_on', i => day(resources.places_on && resources.places_on[i])],
        ['authorised', i => count(resources.authorised[i])], ['installed', i => count(resources.installed[i])],
        ['age_min_months', i => count(resources.age_min[i])], ['age_max_months', i => count(resources.age_max[i])],
        ['contact_checked_on', i => day(detail('checked_on')(i) === '' ? NONE : detail('checked_on')(i))], ['observed_on', i => day(detail('observed_on')(i) === '' ? NONE : detail('observed_on')(i))],
        ['source', from(resources.sourceOf, 'name')],
    ];
}

export function listCsv(app, rows) {
    const all = columns(app), sorted = [...rows].sort((a, b) => a - b);
    return csv([all.map(([name]) => name), ...sorted.map(i => all.map(([, value]) => value(i)))]);
}
