// Invented resources, in the columns that the page reads.
import { createRandom } from './random.mjs';
import { makeGround } from './fixture_ground.mjs';
import { makeOdd, takeDates, takePlaces } from './fixture_odd.mjs';

export const NONE = -2147483648;
export const FAMILIES = [
    ['L1', 'Santé et bien-être', 'Santé & bien-être'],
    ['L2', 'Actes usuels de la vie', 'Accompagnement dans les actes usuels de la vie'],
    ['L3', 'Logement et aide domestique', 'Accès au logement & aide domestique'],
    ['L4', 'Scolarité et formation', 'Scolarité & formation'],
    ['L5', 'Activité et travail', 'Réhabilitation par l’activité & le travail'],
    ['L6', 'Participation sociale', 'Participation sociale & développement personnel'],
    ['L7', 'Aide à la personne et aux aidants', 'Aide à la personne & aux aidants'],
    ['L8', 'Exercice des droits', 'Accompagnement à l’exercice des droits'],
].map(([code, short, name]) => ({ code, short, name }));
const CIRCLES = ['C0', 'C1a', 'C1b', 'C2', 'C3', 'C4', 'INST'];
const KINDS = [
    ['CAMSP', 1],
    ['Cabinet infirmier', 1],
    ['SAMSAH', 2],
    ['SAVS', 2],
    ['Foyer de vie', 3],
    ['Résidence accueil', 3],
    ['ULIS collège', 4],
    ['SESSAD', 4],
    ['ESAT', 5],
    ['Entreprise adaptée', 5],
    ['GEM', 6],
    ['Club sportif', 6],
    ['Plateforme de répit', 7],
    ['Service de soutien aux aidants', 7],
    ['UDAF', 8],
    ['Permanence d’accès aux droits', 8],
];
const WORDS = [
    'L’Estran',
    'Les Embruns',
    'La Passerelle',
    'Le Phare',
    'Les Ajoncs',
    'L’Envol',
    'Les Tilleuls',
    'Horizon',
    'La Clairière',
    'Le Gué',
    'Les Hirondelles',
    'Le Moulin neuf',
    'L’Aubépine',
    'Les Deux Rives',
];
const SYLLABLES = ['Plou', 'Ker', 'Lan', 'Tré', 'Loc', 'Guip', 'Ros', 'Pen', 'Saint-Mar', 'Coat', 'Quil', 'Mor'],
    ENDINGS = ['dalmez', 'gonven', 'rivoaré', 'zané', 'lannec', 'bihan', 'ouarn', 'névez', 'guer', 'zic', 'drevan', 'moal'];
const PUBLICS = [
    ['DI', 'Déficience intellectuelle'],
    ['TSA', 'Troubles du spectre de l’autisme'],
    ['MOTEUR', 'Déficience motrice'],
    ['PSYCHIQUE', 'Handicap psychique'],
    ['TOUS_PH', 'Tout handicap'],
    ['POLY', 'Polyhandicap ou handicaps multiples'],
].map(([code, label]) => ({ code, label }));
const MODES = {
    accueil_jour: 'Accueil de jour',
    hebergement_complet: 'Hébergement complet',
    domicile_milieu_ordinaire: 'À domicile ou en milieu ordinaire',
    consultation: 'Consultation',
};
const REFERENCE_DAY = Math.round(Date.UTC(2026, 10, 22) / 86400000);

function names(k) {
    const a = SYLLABLES[k % SYLLABLES.length],
        b = ENDINGS[Math.floor(k / SYLLABLES.length) % ENDINGS.length],
        round = Math.floor(k / (SYLLABLES.length * ENDINGS.length));
    return `${a}${b}${round ? `-${SYLLABLES[round % SYLLABLES.length].replace('Saint-', '')}${ENDINGS[(round * 5) % ENDINGS.length]}` : ''}`;
}

function ground(random, national) {
    if (national) {
        const width = 12.5,
            height = 8.4,
            columns = 72,
            rows = 64;
        return makeGround(random, {
            lon: -4.4,
            lat: 42.5,
            width,
            height,
            columns,
            rows,
            names,
            departement: (c, r) => String(1 + Math.floor(c / 7.5) + 10 * Math.floor(r / 7)).padStart(2, '0'),
            keep: (c, r) => {
                const x = (c - 36) / 36,
                    y = (r - 32) / 32;
                return x * x + y * y * 0.9 < 0.95 && !(x < -0.45 && y < 0.15 && y > -0.9);
            },
        });
    }
    return makeGround(random, {
        lon: -5.05,
        lat: 47.8,
        width: 1.7,
        height: 0.95,
        columns: 18,
        rows: 14,
        names,
        departement: () => '29',
        keep: (c, r) =>
            !(c < 3 && r < 4) &&
            !(c < 2 && r > 11) &&
            !(r === 7 && c < 6) &&
            !(r === 6 && c < 4) &&
            !(r < 2 && c < 7) &&
            !(c === 0 && r !== 9),
    });
}

const typed = (kind, values) => {
    const width = { u8: 1, u16: 2, i32: 4 }[kind],
        bytes = Buffer.alloc(values.length * width);
    const write = { u8: 'writeUInt8', u16: 'writeUInt16LE', i32: 'writeInt32LE' }[kind];
    values.forEach((value, k) => bytes[write](value, k * width));
    return { [kind]: bytes.toString('base64') };
};
const pack = (rows, kinds) =>
    Object.fromEntries(
        Object.entries(kinds).map(([name, kind]) => {
            const values = rows.map(row => row[name]);
            return [
                name,
                kind === 'text'
                    ? values
                    : kind === 'degrees'
                      ? {
                            ...typed(
                                'i32',
                                values.map(v => (v === null ? NONE : Math.round(v * 1e6))),
                            ),
                            scale: 1e-6,
                        }
                      : typed(kind, values),
            ];
        }),
    );

export const DATA_KINDS = {
    id: 'text',
    name: 'text',
    service: 'i32',
    family: 'u8',
    families: 'u16',
    circle: 'u8',
    lon: 'degrees',
    lat: 'degrees',
    commune: 'i32',
    category: 'i32',
    organization: 'i32',
    source: 'u16',
    state: 'u8',
    places: 'i32',
    places_on: 'i32',
    authorised: 'i32',
    installed: 'i32',
    precision: 'u8',
    modes: 'i32',
    age_min: 'i32',
    age_max: 'i32',
};
export const DETAIL_KINDS = {
    address: 'text',
    phone: 'text',
    email: 'text',
    url: 'text',
    how: 'text',
    checked_on: 'i32',
    checked_by: 'text',
    schedule: 'text',
    description: 'text',
    capacity_on: 'i32',
    waiting: 'i32',
    wait_days: 'i32',
    age_strength: 'u8',
    public_strength: 'u8',
    publics: 'i32',
    orientations: 'i32',
    excludes_associated: 'u8',
    languages: 'i32',
    features: 'i32',
    zone: 'i32',
    inferred: 'u8',
    observed_on: 'i32',
    opened_on: 'i32',
    closed_on: 'i32',
    circle_basis: 'text',
    evidence: 'text',
    relation_from: 'i32',
    relation_to: 'i32',
    siret: 'text',
    finess: 'text',
};

const slug = text =>
    text
        .normalize('NFD')
        .replace(/[^a-zA-Z]/g, '')
        .toLowerCase();

function makeRow(random, k, communes, weights) {
    const circle =
        random.next() < 0.03
            ? 0
            : random.next() < 0.03
              ? 1
              : random.next() < 0.05
                ? 2
                : random.next() < 0.4
                  ? 3
                  : random.next() < 0.97
                    ? 4
                    : random.next() < 0.6
                      ? 5
                      : 6;
    const kind = random.pick(KINDS),
        category = KINDS.indexOf(kind),
        family = random.chance(0.02) ? 0 : kind[1],
        other = random.chance(0.3) ? 1 << random.below(8) : 0;
    const commune = weights(random),
        at = communes[commune],
        spread = random.chance(0.1) ? 0 : 0.022,
        located = !random.chance(0.01);
    const state = random.next() < 0.1 ? 1 : random.next() < 0.08 ? 2 : random.next() < 0.25 ? 3 : 0,
        child = kind[1] === 4;
    const said = state === 1 || state === 2,
        counted = state !== 3 && random.chance(0.7),
        size = random.between(4, 60);
    return {
        id: `op:invente/${String(k).padStart(6, '0')}`,
        name: `${kind[0]} ${random.pick(WORDS)}`,
        service: k,
        family,
        families: family ? (1 << (family - 1)) | other : 0,
        circle,
        lon: located ? at.lon + spread * random.normal() : null,
        lat: located ? at.lat + spread * 0.7 * random.normal() : null,
        commune,
        category,
        organization: random.chance(0.9) ? random.below(40) : -1,
        source: random.below(3),
        state,
        places: state === 1 ? random.between(1, 6) : state === 2 ? 0 : -1,
        places_on: said ? REFERENCE_DAY - random.below(80) : NONE,
        authorised: counted ? size : -1,
        installed: counted && random.chance(0.5) ? size - random.below(4) : -1,
        precision: located ? 1 : 0,
        modes: random.chance(0.8) ? random.below(4) : -1,
        age_min: child ? 0 : random.chance(0.5) ? 216 : -1,
        age_max: child ? 240 : random.chance(0.3) ? 1800 : random.chance(0.2) ? 720 : -1,
    };
}

function makeDetail(random, row, communes) {
    const known = (share, value) => (random.chance(share) ? value : null),
        commune = communes[row.commune],
        agreement = row.circle === 1 || row.circle === 2;
    return {
        address: known(0.9, `${random.between(1, 90)} rue des Ajoncs, ${commune.code.slice(0, 2)}000 ${commune.name}`),
        phone: known(0.8, `02 00 00 ${String(random.below(100)).padStart(2, '0')} ${String(random.below(100)).padStart(2, '0')}`),
        email: known(0.5, `contact@${slug(row.name)}.invalid`),
        url: known(0.3, `https://${slug(row.name)}.invalid/`),
        how: known(0.4, 'Par téléphone, puis dossier de la CDAPH'),
        checked_on: random.chance(0.4) ? REFERENCE_DAY - random.below(300) : NONE,
        checked_by: known(0.7, 'la plateforme'),
        schedule: known(0.3, 'Mo-Fr 09:00-17:00'),
        description: known(
            0.5,
            'Accompagnement individuel et collectif, à partir du projet de la personne, avec ses proches quand elle le souhaite.',
        ),
        capacity_on: random.chance(0.6) ? REFERENCE_DAY - 120 : NONE,
        waiting: row.state === 2 ? random.between(1, 20) : -1,
        wait_days: random.chance(0.1) ? random.between(5, 200) : -1,
        age_strength: random.chance(0.8) ? 0 : 255,
        public_strength: random.pick([0, 1, 2, 255]),
        publics: random.chance(0.7) ? random.below(6) : -1,
        orientations: random.chance(0.6) ? random.below(2) : -1,
        excludes_associated: random.chance(0.1) ? 1 : 0,
        languages: random.chance(0.1) ? 0 : -1,
        features: random.chance(0.1) ? 0 : -1,
        zone: random.chance(0.3) ? 0 : -1,
        inferred: random.below(64),
        observed_on: REFERENCE_DAY - 140,
        opened_on: random.chance(0.1) ? REFERENCE_DAY - 3000 : NONE,
        closed_on: NONE,
        circle_basis: agreement ? 'Convention en cours de validité.' : 'Catégorie du service.',
        evidence: agreement ? 'Convention 2025-014' : null,
        relation_from: agreement ? REFERENCE_DAY - 400 : NONE,
        relation_to: agreement ? REFERENCE_DAY + 330 : NONE,
        siret: null,
        finess: known(0.5, '290000000'),
    };
}

// Populous communes have more resources.
function weighted(communes) {
    const sums = [];
    communes.reduce((sum, c, k) => (sums[k] = sum + c.population + 400), 0);
    return random => {
        const at = random.next() * sums[sums.length - 1];
        let low = 0,
            high = sums.length - 1;
        while (low < high) {
            const mid = (low + high) >> 1;
            if (sums[mid] < at) low = mid + 1;
            else high = mid;
        }
        return low;
    };
}

// Texts as long as they come.
const LONG = Object.fromEntries(
    ['address', 'how', 'schedule', 'description', 'circle_basis', 'evidence', 'checked_by'].map(name => [
        name,
        `${name} — ${'une phrase assez longue pour remplir la ligne et davantage, '.repeat(name === 'description' ? 40 : 8)}`,
    ]),
);

// Five services behind one door.
function sameDoor(rows) {
    const at = rows.find(row => row.lon !== null);
    if (!at) return rows;
    rows.slice(20, 25).forEach((row, k) =>
        Object.assign(row, { name: `Même entrée ${k + 1}`, lon: at.lon, lat: at.lat, commune: at.commune }),
    );
    return rows;
}

export function makeData({
    n,
    seed = 1,
    national = false,
    language = 'fr',
    title,
    contours = true,
    privateAnswers = false,
    rings = [],
    long = false,
    odd = false,
    placed = true,
    dated = true,
}) {
    const random = createRandom(seed),
        { communes, topology } = ground(random, national),
        weights = weighted(communes);
    const rows = sameDoor(Array.from({ length: n }, (_, k) => makeRow(random, k, communes, weights))),
        details = rows.map(row => makeDetail(random, row, communes));
    if (long) details.forEach(detail => Object.assign(detail, LONG));
    const origin = communes.reduce((best, c) => (c.population > best.population ? c : best)),
        sources = [
            ['Annuaire inventé', '2026-07'],
            ['Fichier de l’opérateur', null],
            ['Relevé de terrain', '2026-10'],
        ].map(([name, edition], k) => ({
            name,
            attribution: `${name} (fictif)`,
            licence: 'Licence Ouverte 2.0',
            edition,
            observed_on: k ? `2026-1${k - 1}-01` : '2026-07-01',
        }));
    if (odd) makeOdd(rows, details, { communes, origin, today: REFERENCE_DAY });
    if (!placed) takePlaces(rows, communes);
    const head = {
        title: title || 'Qui fait quoi ?',
        subtitle: `Territoire inventé, ${n} ressources fictives`,
        reference_date: '2026-11-22',
        language,
        operator: 'Plateforme inventée',
        private: privateAnswers,
        person: privateAnswers ? { id: 'S-2026-014', commune: origin.name, age: '20 ans' } : null,
        origin: national || !placed ? null : { name: origin.name, lon: origin.lon, lat: origin.lat },
        rings,
        csv: 'ressources.csv',
        unlocated: rows.filter(r => r.lon === null).length,
        sources,
        attribution: 'Données et contours inventés',
    };
    if (!dated) takeDates(head, details);
    const labels = { ...MODES };
    const dictionaries = {
        commune: communes,
        departement: Object.fromEntries(communes.map(c => [c.departement, `Département ${c.departement}`])),
        circle: CIRCLES,
        category: KINDS.map(([label], k) => ({ code: String(100 + k), label })),
        organization: Array.from({ length: 40 }, (_, k) => ({
            id: `op:invente/o${k}`,
            name: `Association ${WORDS[k % WORDS.length]} ${k}`,
        })),
        service: rows.map(row => row.id),
        families: FAMILIES,
        modalities: Object.keys(MODES).map(code => [code]),
        labels,
    };
    const data = { orbite: 'columns/1', n, head, columns: pack(rows, odd ? { ...DATA_KINDS, duplicate_of: 'i32' } : DATA_KINDS), dictionaries };
    if (privateAnswers) data.answers = makeAnswers(random, rows);
    const detailDictionaries = {
        publics: PUBLICS.map((_, k) => PUBLICS.slice(k, k + 2)),
        orientations: [[], [{ code: 'SAVS', label: 'Orientation vers un SAVS' }]],
        languages: [['français', 'LSF']],
        features: [['accessible en fauteuil']],
        zones: ['Pays inventé et communes voisines'],
    };
    return {
        data,
        details: { orbite: 'columns/1', n, columns: pack(details, DETAIL_KINDS), dictionaries: detailDictionaries },
        contours: contours && placed ? topology : null,
        rows,
        detailRows: details,
    };
}

function makeAnswers(random, rows) {
    const order = rows.map((_, k) => k).slice(0, 60),
        classes = order.map((_, k) => (k < 8 ? 0 : k < 30 ? 1 : k < 42 ? 2 : 3)),
        score = order.map((_, k) => 9500 - k * 130);
    return {
        order,
        class: typed('u8', classes),
        score: { ...typed('i32', score), scale: 0.01 },
        parts: order.map((_, k) => [
            { label: 'proximité', value: 40 - k / 3, weight: 0.4 },
            { label: 'cercle', value: 30, weight: 0.3 },
        ]),
        reasons: classes.map(
            c =>
                [
                    ['Convient : âge, public, zone.'],
                    ['À vérifier : places.'],
                    ['Âge : 20 ans 3 mois, autorisation 0–20 ans.'],
                    ['Écarté : public non accueilli.'],
                ][c],
        ),
        levers: classes.map(c => (c === 2 ? ['dérogation par décision de la CDAPH désignant l’établissement.'] : [])),
        minutes: typed(
            'i32',
            order.map((_, k) => (k % 9 === 8 ? -1 : 5 + k)),
        ),
        estimate: true,
        uncertain: typed(
            'u8',
            order.map((_, k) => (k % 5 === 1 ? 1 : 0)),
        ),
        needs: [
            { code: '1.1', label: 'se soigner' },
            { code: '1.4', label: 'se loger' },
        ],
        need: order.map((_, k) => (k % 3 ? [0] : [0, 1])),
    };
}
