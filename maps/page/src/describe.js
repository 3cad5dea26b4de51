// Says one resource in short: its circle, family, place, distance, places. What views have in common.
import { STATE } from './resources.js';
import { NONE } from './columns.js';

export function createDescribe(resources, w) {
    const { head, dictionaries } = resources;
    const circleKey = i => resources.circle(i);
    const describe = {
        name: i => resources.name[i] || w.t('no_name'),
        circleShort: i => w.t(`circle_short_${resources.group[i]}`),
        // With the kind of agreement, where there is one.
        circle: i => w.t(`circle_${circleKey(i)}`),
        family: i => (resources.family[i] ? dictionaries.families[resources.family[i] - 1].short : w.t('family_none')),
        familyFull: i =>
            resources.family[i]
                ? `${resources.family[i]}. ${dictionaries.families[resources.family[i] - 1].name}`
                : w.t('family_none'),
        commune: i => (resources.commune(i) || {}).name || w.t('commune_unknown'),
        // How far, in words; empty without origin.
        away(i) {
            const far = describe.awayShort(i);
            return describe.byCommune(i) ? w.t('from_the_commune', { far }) : far;
        },
        // The same where there is little room: what it is measured from is said elsewhere.
        awayShort(i) {
            const { answers } = resources;
            if (answers && answers.way) return answers.way[answers.byRow.get(i)];
            if (resources.minutes && !(resources.minutes[i] >= 0)) return w.t('minutes_unknown');
            if (!resources.minutes && !head.origin) return '';
            if (!resources.minutes && !(resources.km[i] >= 0)) return w.t('distance_unknown');
            return describe.near(i) || describe.measured(i);
        },
        // What is measured is the position of its commune.
        byCommune(i) {
            const known = resources.minutes ? resources.minutes[i] >= 0 : resources.km[i] >= 0;
            return known && !resources.answers?.way && resources.approximate(i) && !resources.inOriginCommune(i);
        },
        // A place known by its commune only is not told more precisely than that.
        near: i => (resources.approximate(i) && resources.inOriginCommune(i) ? w.t('in_the_commune') : null),
        measured(i) {
            const rough = resources.approximate(i),
                { minutes } = resources;
            return minutes ? w.minutes(minutes[i], describe.estimate || rough) : w.km(resources.km[i], rough);
        },
        estimate: Boolean(resources.answers && resources.answers.estimate),
        saidOn: i => (resources.places_on && resources.places_on[i] !== NONE ? w.day(resources.places_on[i]) : null),
        // What is known of places, with the day it was said.
        places(i) {
            const day = describe.saidOn(i),
                n = resources.places[i];
            if (resources.state[i] === STATE.FULL) return day ? w.t('full_on', { day }) : w.t('full_no_date');
            if (resources.state[i] === STATE.NO_NOTION) return w.t('no_notion');
            if (resources.state[i] === STATE.UNKNOWN) return w.t('places_unknown');
            const places = n > 0 ? w.t('places_known', { n }) : w.t('place_known');
            return day ? w.t('said_on', { what: places, day }) : places;
        },
        authorised: i => (resources.authorised[i] >= 0 ? w.t('authorised', { n: resources.authorised[i] }) : null),
        installed: i => (resources.installed[i] >= 0 ? w.t('installed', { n: resources.installed[i] }) : null),
        label: code => dictionaries.labels[code] || code,
        modes(i) {
            const codes = dictionaries.modalities[resources.modes[i]];
            return codes && codes.length ? codes.map(describe.label) : null;
        },
    };
    return describe;
}
