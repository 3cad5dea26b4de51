// The sentences of the page: one catalogue in two languages, the words of the field, the typography of French.
import fs from 'node:fs';
import path from 'node:path';
import { equal, truth } from './tap.mjs';

const forms = text => (Array.isArray(text) ? text : [text]);
const places = text => [...text.matchAll(/\{(\w+)\}/g)].map(match => match[1]).sort();

// Sentences whose words or signs would be wrong on a page in French.
function faults(fr) {
    const rules = [
        [/[^\u00a0\s][:;!?»](?![\w/])|[^\u00a0][;!?»]/, 'a sign without its space'],
        [/«[^\u00a0]/, 'a quote without its space'],
        [/'/, 'a straight apostrophe'],
        [/ [:;!?»]/, 'a plain space before a sign'],
        [/\(s\)/, 'a plural in brackets'],
        [/\busagers?\b|\bcas\b|\boffres?\b|0 résultat|\binconnue?s?\b|disponible/i, 'a word that the field does not use'],
        [/\.\.\./, 'three dots'],
    ];
    return Object.entries(fr).flatMap(([key, text]) =>
        forms(text).flatMap(form => rules.filter(([rule]) => rule.test(form)).map(([, why]) => `${key}: ${why}: ${form}`)),
    );
}

export async function wordsSuite({ test }, { sources }) {
    const load = async name => (await import(path.join(sources, 'maps/page/src/words', name))).default,
        fr = await load('fr.js'),
        en = await load('en.js');
    await test('English says what French says, with the same places for values', () => {
        equal(Object.keys(en).sort(), Object.keys(fr).sort(), 'keys');
        for (const key of Object.keys(fr)) {
            equal(forms(en[key]).length, forms(fr[key]).length, `forms of ${key}`);
            equal(new Set(forms(en[key]).flatMap(places)), new Set(forms(fr[key]).flatMap(places)), `places of ${key}`);
        }
    });
    await test('French has its spaces, its apostrophes and the words of the field', () => equal(faults(fr), [], 'faults'));
    await test('the page of a team says the same in both languages, in good French, and nothing that is not used', async () => {
        const folder = path.join(sources, 'maps/page/src/caseload'),
            own = await load('../caseload/words_fr.js'),
            other = await load('../caseload/words_en.js'),
            shared = ['choices.js', 'start.js', 'one_page.js'], // what the pages share says words of each
            names = [...fs.readdirSync(folder).filter(name => !name.startsWith('words_')), ...shared.map(name => `../${name}`)],
            text = names.map(name => fs.readFileSync(path.join(folder, name), 'utf8')).join('\n'),
            starts = [...text.matchAll(/`([a-z_]+_)\$\{/g)].map(match => match[1]),
            quoted = new Set([...text.matchAll(/'([a-zA-Z_0-9]+)'/g)].map(match => match[1])),
            asked = [...text.matchAll(/\bt\('([a-z_A-Z0-9]+)'/g)].map(match => match[1]);
        equal(Object.keys(other).sort(), Object.keys(own).sort(), 'keys');
        for (const key of Object.keys(own)) {
            equal(forms(other[key]).length, forms(own[key]).length, `forms of ${key}`);
            equal(new Set(forms(other[key]).flatMap(places)), new Set(forms(own[key]).flatMap(places)), `places of ${key}`);
        }
        equal(faults(own), [], 'faults');
        equal(
            Object.keys(own).filter(key => !quoted.has(key) && !starts.some(start => key.startsWith(start))),
            [],
            'never said',
        );
        equal(
            asked.filter(key => own[key] === undefined && fr[key] === undefined),
            [],
            'without words',
        );
    });
    await test('a fault of French is found', () => {
        for (const bad of ['Rien: à dire', 'Rien ? Non', '«mot »', "l'offre", 'place(s)', 'état inconnu'])
            truth(faults({ planted: bad }).length > 0, `nothing was found in ${bad}`);
    });
    await test('opening hours are said in words, and left as they are when they say more', async () => {
        const { createWords } = await import(path.join(sources, 'maps/page/src/words.js')),
            { hoursWords } = await import(path.join(sources, 'maps/page/src/hours.js')),
            w = createWords('fr'),
            e = createWords('en');
        const cases = [
            [
                'Mo-Fr 09:00-12:00,14:00-17:30; Sa 10:00-12:00; PH off',
                'du lundi au vendredi 9 h–12 h, 14 h–17 h 30 ; samedi 10 h–12 h ; jours fériés fermé',
            ],
            ['24/7', 'tous les jours, jour et nuit'],
            ['Mo,We 08:05-18:00', 'lundi, mercredi 8 h 05–18 h'],
            ['08:00-20:00', '8 h–20 h'],
            ['Mo-Fr 09:00-17:00; Jul-Aug off', 'Mo-Fr 09:00-17:00; Jul-Aug off'],
            ['sur rendez-vous', 'sur rendez-vous'],
        ];
        for (const [text, words] of cases) equal(hoursWords(text, w).replace(/\u00a0/g, ' '), words, text);
        equal(hoursWords('Mo-Fr 09:00-17:00', e), 'Monday to Friday 09:00–17:00', 'English');
    });
    await test('every sentence is used, and every one used exists', () => {
        const folder = path.join(sources, 'maps/page/src'),
            text = fs
                .readdirSync(folder)
                .filter(name => name.endsWith('.js'))
                .map(name => fs.readFileSync(path.join(folder, name), 'utf8'))
                .join('\n');
        const starts = [...text.matchAll(/`([a-z_]+_)\$\{/g)].map(match => match[1]),
            quoted = new Set([...text.matchAll(/'([a-zA-Z_0-9]+)'/g)].map(match => match[1]));
        const strengths = Object.keys(fr).filter(key => /^(age|public)_strength_/.test(key));
        const unused = Object.keys(fr).filter(
            key => !quoted.has(key) && !starts.some(start => key.startsWith(start)) && !strengths.includes(key),
        );
        equal(unused, [], 'never said');
        const asked = [...text.matchAll(/\bt\('([a-z_A-Z0-9]+)'/g)].map(match => match[1]);
        equal(
            asked.filter(key => fr[key] === undefined),
            [],
            'without words',
        );
    });
}
