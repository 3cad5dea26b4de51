// What a contact sheet says of one resource: lines of words, the same on the screen, on paper and in a copy.
import { NONE } from './columns.js';
import { STATE } from './resources.js';
import { hoursWords } from './hours.js';
import { scoreWords } from './person.js';

const STRENGTHS = ['derogable', 'hard', 'preferential', 'unconditional'],
    NO_MAX_MONTHS = 1800,
    YES = 1,
    EVERYONE = 'TOUS';
const INFERRED = { families: 1, prestations: 2, publics: 4, modalities: 8, orientations: 16, ages: 32 };

const known = value => value !== null && value !== undefined && value !== '' && value !== NONE && value !== -1;

export function ageWords(w, months) {
    return months % 12 === 0 ? w.t('years', { n: months / 12 }) : w.t('months', { n: months });
}

// « de 6 à moins de 20 ans », « moins de 20 ans », « à partir de 20 ans »; null = nobody said. The upper bound is excluded.
export function ageRange(w, min, max) {
    if (min < 0 && max < 0) return null;
    const upTo = max >= 0 && max < NO_MAX_MONTHS,
        words = boundsWords(w, min, max, upTo);
    if (min >= 0 && max >= 0) return words;
    return w.t(max < 0 ? 'age_max_missing' : 'age_min_missing', { ages: words });
}

function boundsWords(w, min, max, upTo) {
    const under = upTo && (max % 12 === 0 ? w.t('age_under', { n: max / 12 }) : w.t('age_to', { age: ageWords(w, max) }));
    if (min > 0) {
        if (!upTo) return w.t('age_from', { age: ageWords(w, min) });
        return w.t('age_between', { min: min % 12 || max % 12 ? ageWords(w, min) : String(min / 12), under });
    }
    if (upTo) return under;
    return min < 0 ? w.t('age_no_max') : max < 0 ? w.t('age_from_birth') : w.t('all_ages');
}

// Someone is too young or too old for it.
const hasAgeBound = (min, max) => min > 0 || (max >= 0 && max < NO_MAX_MONTHS);

export function createSheet(app) {
    const { resources, w, describe, person } = app,
        { head } = resources;
    const missing = { text: w.t('missing'), missing: true };
    const say = (text, more) => (known(text) ? { text, ...more } : missing);
    const day = value => (known(value) ? w.day(value) : null);

    // Reading of the details, decoded at the first sheet.
    const detail = (name, i) => {
        const d = app.details();
        return d && d.columns[name] ? d.columns[name][i] : null;
    };
    const listed = (name, i) => {
        const d = app.details(),
            at = detail(name, i);
        return known(at) && d.dictionaries[name] ? d.dictionaries[name][at] : null;
    };
    const inferred = (i, what) => (detail('inferred', i) & INFERRED[what]) !== 0;
    const marked = (i, what, text) => ({ text, inferred: inferred(i, what) });
    const strength = (name, i) => {
        const code = detail(name, i);
        return known(code) && STRENGTHS[code] ? w.t(`${name}_${STRENGTHS[code]}`) : null;
    };
    const withStrength = (text, rule) => (rule ? w.t('rule', { what: text, rule }) : text);

    function who(i) {
        const organization = resources.organizationOf(i),
            numbers = [
                ['finess', 'FINESS'],
                ['siret', 'SIRET'],
            ]
                .filter(([name]) => known(detail(name, i)))
                .map(([name, label]) => `${label} ${detail(name, i)}`);
        return [
            say(organization && organization.name, { label: w.t('organization') }),
            numbers.length ? { text: numbers.join(' · '), quiet: true } : null,
        ];
    }
    function familyNames(i) {
        const mask = resources.families[i],
            names = resources.dictionaries.families.filter((_, k) => mask & (1 << k)).map(f => f.name);
        return names.length ? w.semicolons(names) : null;
    }
    function what(i) {
        const category = resources.categoryOf(i),
            families = familyNames(i),
            modes = describe.modes(i),
            features = listed('features', i);
        return [
            say(category && category.label),
            families ? marked(i, 'families', families) : { text: w.t('family_to_ask'), missing: true },
            modes ? marked(i, 'modalities', modes.join(', ')) : null,
            known(detail('description', i)) ? { text: detail('description', i), long: true } : null,
            features && features.length ? { label: w.t('access'), text: features.join(', ') } : null,
        ];
    }
    function ages(i) {
        const min = resources.age_min[i],
            max = resources.age_max[i],
            range = ageRange(w, min, max);
        if (!range) return { text: w.t('ages_missing'), missing: true };
        // A rule that keeps nobody out has no strength to tell.
        return marked(i, 'ages', withStrength(range, hasAgeBound(min, max) ? strength('age_strength', i) : null));
    }
    function publics(i) {
        const list = listed('publics', i);
        if (!list) return { text: w.t('publics_missing'), missing: true };
        const words = list.length ? list.map(p => p.label).join(', ') : w.t('publics_none'),
            everyone = !list.length || list.some(p => p.code === EVERYONE);
        return marked(i, 'publics', everyone ? words : withStrength(words, strength('public_strength', i)));
    }
    const whom = i => [publics(i), ages(i)];
    function where(i) {
        const address = detail('address', i),
            commune = resources.commune(i),
            zone = listed('zone', i) || zoneText(i);
        const name = commune && commune.name,
            town = [listed('postcode', i), name && !(address || '').includes(name) ? name : null].filter(Boolean).join(' ');
        const place = [address, town].filter(Boolean).join(', ');
        return [say(place), distance(i), zone ? { label: w.t('zone'), text: zone } : { label: w.t('zone'), ...missing }];
    }
    function zoneText(i) {
        const d = app.details(),
            at = detail('zone', i);
        return known(at) && d.dictionaries.zones ? d.dictionaries.zones[at] : null;
    }
    function distance(i) {
        if (!head.origin) return null;
        if (resources.answers && resources.answers.way) return { text: describe.away(i) };
        const timed = resources.minutes && resources.minutes[i] >= 0;
        if (!timed && !(resources.km[i] >= 0)) return { text: w.t('distance_missing'), missing: true };
        const rough = resources.approximate(i),
            place = head.origin.name;
        if (rough && resources.inOriginCommune(i)) return { text: w.t('in_the_commune') };
        const text = timed
            ? w.t('minutes_from', { minutes: w.minutes(resources.minutes[i], describe.estimate || rough), place })
            : w.t('km_from', { km: w.km(resources.km[i], rough), place });
        return { text: rough ? w.t('from_the_commune', { far: text }) : text };
    }
    function contact(i) {
        const phone = detail('phone', i),
            email = detail('email', i),
            url = detail('url', i),
            languages = listed('languages', i);
        return [
            { label: w.t('phone'), ...say(phone, { href: known(phone) ? `tel:${phone.replace(/[^\d+]/g, '')}` : null }) },
            { label: w.t('email'), ...say(email, { href: known(email) ? `mailto:${email}` : null }) },
            known(url) ? { label: w.t('website'), text: url, href: /^https?:\/\//i.test(url) ? url : null } : null,
            { label: w.t('how'), ...say(detail('how', i)) },
            languages && languages.length ? { label: w.t('languages'), text: languages.map(w.languageName).join(', ') } : null,
            checked(i),
        ];
    }
    function checked(i) {
        const on = day(detail('checked_on', i)),
            by = detail('checked_by', i);
        if (!on) return { text: w.t('never_checked'), missing: true };
        return { text: known(by) ? w.t('checked_by', { day: on, who: by }) : w.t('checked', { day: on }), strong: true };
    }
    function places(i) {
        const state = resources.state[i],
            lines = [{ text: describe.places(i), strong: state !== STATE.UNKNOWN, state }];
        const on = day(detail('capacity_on', i)),
            counts = [describe.authorised(i), describe.installed(i)].filter(Boolean);
        if (state === STATE.NO_NOTION) return lines;
        lines.push(
            counts.length
                ? { text: on ? w.t('said_on', { what: counts.join(', '), day: on }) : counts.join(', ') }
                : { text: w.t('capacity_missing'), missing: true },
        );
        const waiting = detail('waiting', i),
            wait = detail('wait_days', i);
        const queue = [
            known(waiting) ? w.t('waiting', { n: waiting }) : null,
            known(wait) ? w.t('wait_days', { n: wait }) : null,
        ].filter(Boolean);
        lines.push(queue.length ? { text: queue.join(', ') } : { text: w.t('wait_missing'), missing: true });
        return lines;
    }
    function conditions(i) {
        const list = listed('orientations', i),
            orientation = !list
                ? missing
                : marked(
                      i,
                      'orientations',
                      list.length
                          ? w.t('orientations_needed', { list: list.map(o => o.label).join(', ') })
                          : w.t('orientations_none'),
                  );
        const alone = detail('excludes_associated', i) === YES ? { text: w.t('excludes_associated') } : null;
        // The label says what is missing: the sentence need not.
        const plain = entry => (entry.missing ? missing : entry);
        return [
            { label: w.t('condition_age'), ...plain(ages(i)) },
            { label: w.t('condition_public'), ...plain(publics(i)) },
            { label: w.t('condition_orientation'), ...orientation },
            alone,
        ];
    }
    function circle(i) {
        const from = day(detail('relation_from', i)),
            to = day(detail('relation_to', i)),
            basis = detail('circle_basis', i),
            evidence = detail('evidence', i);
        return [
            { text: describe.circle(i), strong: true },
            known(basis) ? { text: basis } : null,
            { label: w.t('evidence'), ...say(evidence) },
            from || to
                ? {
                      text:
                          from && to
                              ? w.t('relation_between', { from, to })
                              : from
                                ? w.t('relation_from', { from })
                                : w.t('relation_to', { to }),
                  }
                : null,
        ];
    }
    function provenance(i) {
        const source = resources.sourceOf(i),
            on = day(detail('observed_on', i));
        const edition = source && known(source.edition) ? w.t('edition', { edition: source.edition }) : null;
        return [
            say(source && [source.name, edition].filter(Boolean).join(', ')),
            on ? { text: w.t('data_of', { day: on }) } : { text: w.t('data_date_missing'), missing: true },
            checked(i),
        ];
    }
    function answer(i) {
        if (!person) return null;
        return [
            { text: w.t(`class_${person.className(i)}`), strong: true },
            ...[...person.reasons(i), ...person.levers(i).map(lever => w.t('lever_is', { lever })), scoreWords(app, i)]
                .filter(Boolean)
                .map(text => ({ text })),
        ];
    }
    function hours(i) {
        const text = detail('schedule', i);
        return known(text) ? { text: hoursWords(text, w) } : missing;
    }
    function life(i) {
        const opened = day(detail('opened_on', i)),
            closed = day(detail('closed_on', i));
        return [
            opened ? { text: w.t('opened_on', { day: opened }) } : null,
            closed ? { text: w.t('closed_on', { day: closed }), strong: true } : null,
        ].filter(Boolean);
    }
    return i => ({
        title: describe.name(i),
        lines: [
            ['answer', answer(i)],
            ['who', who(i)],
            ['what', what(i)],
            ['whom', whom(i)],
            ['where', where(i)],
            ['reach', contact(i)],
            ['schedule', [hours(i), ...life(i)]],
            ['places', places(i)],
            ['conditions', conditions(i)],
            ['proof', circle(i)],
            ['source', provenance(i)],
        ]
            .filter(([, entries]) => entries)
            .map(([key, entries]) => ({ key, label: w.t(`sheet_${key}`), entries: entries.filter(Boolean) })),
    });
}

const entryText = (w, entry) =>
    `${entry.label ? `${entry.label}${w.colon}` : ''}${entry.text}${entry.inferred ? ` (${w.t('inferred')})` : ''}`;

// The sheet as plain text, for a message.
export function sheetText(w, { title, lines }, head) {
    const body = lines.map(({ label, entries }) => `${label}${w.colon}${entries.map(entry => entryText(w, entry)).join(' — ')}`);
    const end = [head.attribution, w.dated('as_of', 'as_of_undated', head.reference_date)].filter(Boolean).join(' — ');
    return [title, '', ...body, '', end].join('\n');
}
