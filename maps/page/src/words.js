// Says the sentences of the page in its language: plurals, numbers, dates, distances, lists.
import en from './words/en.js';
import fr from './words/fr.js';

const DAY_MS = 86400000;

// A page that says more brings its own sentences: {fr, en}.
export function createWords(language, more) {
    const french = language !== 'en',
        catalogue = { ...(french ? fr : en), ...(more && (french ? more.fr : more.en)) },
        locale = french ? 'fr-FR' : 'en-GB';
    const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
    const tenth = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
    const tenthAtMost = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
    const languages = new Intl.DisplayNames(locale, { type: 'language', fallback: 'code' });
    const months = new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' });
    const both = new Intl.ListFormat(locale, { type: 'conjunction' });
    const number = n => whole.format(n);
    const tenths = km => (km < 10 && !Number.isInteger(km) ? tenth : whole).format(km);

    // In French nothing and one are singular.
    const one = n => (french ? Math.abs(n) < 2 : n === 1);
    function t(key, values) {
        let text = catalogue[key];
        if (text === undefined) throw new Error(`no sentence for ${key}`);
        if (Array.isArray(text)) text = text[one(values.n) ? 0 : 1];
        return values
            ? text.replace(/\{(\w+)\}/g, (_, name) => {
                  const value = values[name];
                  return typeof value === 'number' ? number(value) : value;
              })
            : text;
    }
    // A date that nobody gave is said to be so.
    const iso = text => {
        if (!text) return t('date_unknown');
        const [year, month, day] = text.split('-');
        return french ? `${day}/${month}/${year}` : `${+day} ${t(`month_${+month}`)} ${year}`;
    };
    return {
        language: french ? 'fr' : 'en',
        t,
        number,
        has: key => catalogue[key] !== undefined,
        score: n => tenthAtMost.format(n),
        // A rough distance has no tenths.
        km: (km, rough) => (rough ? `≈\u00a0${whole.format(Math.max(1, km))}\u00a0km` : km < 0.1 ? t('very_near') : `${tenths(km)}\u00a0km`),
        minutes: (n, estimate) => `${estimate ? '≈\u00a0' : ''}${number(n)}\u00a0min`,
        date: iso,
        // « mars 2027 » for "2027-03".
        month: text => months.format(new Date(`${text}-01`)),
        // A sentence that names a day, or the one that says there is none.
        dated: (key, without, text, values) => (text ? t(key, { ...values, day: iso(text) }) : t(without, values)),
        day: days => iso(new Date(days * DAY_MS).toISOString().slice(0, 10)),
        list: items => both.format(items),
        // What is already made of commas is separated by semicolons.
        semicolons: items => items.join(french ? '\u00a0; ' : '; '),
        colon: french ? '\u00a0: ' : ': ',
        // « français » for « fr »; what is no code of a language stays as it is.
        languageName: code => (/^[a-z]{2,3}$/.test(code) ? languages.of(code) || code : code),
        sort: new Intl.Collator(locale).compare,
    };
}

// What a search compares: without accents nor case.
export const fold = text =>
    text
        .normalize('NFD')
        .replace(/[\u0300-\u036f]/g, '')
        .toLowerCase()
        .replace(/œ/g, 'oe')
        .replace(/æ/g, 'ae')
        .replace(/[’‘]/g, "'");
