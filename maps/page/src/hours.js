// Opening hours in words: what is written as « Mo-Fr 09:00-12:00 » (opening_hours of OpenStreetMap) is read by people.
const DAYS = ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su', 'PH'];
const DAY = '(?:Mo|Tu|We|Th|Fr|Sa|Su|PH)',
    SPAN = '\\d{1,2}:\\d{2}-\\d{1,2}:\\d{2}\\+?';
const RULE = new RegExp(`^(?:(${DAY}(?:-${DAY})?(?:,\\s?${DAY}(?:-${DAY})?)*)\\s+)?(${SPAN}(?:,\\s?${SPAN})*|off|closed)$`);

function hour(text, w) {
    const [hours, minutes] = text.split(':');
    return w.language === 'fr' ? `${+hours}\u00a0h${minutes === '00' ? '' : `\u00a0${minutes}`}` : `${hours}:${minutes}`;
}

function days(text, w) {
    return text
        .split(/,\s?/)
        .map(part => {
            const [first, last] = part.split('-').map(day => w.t(`day_${DAYS.indexOf(day)}`));
            return last ? w.t('day_range', { first, last }) : first;
        })
        .join(', ');
}

function rule(text, w) {
    const match = RULE.exec(text);
    if (!match) return null;
    const spans = /^(off|closed)$/.test(match[2])
        ? w.t('hours_closed')
        : match[2]
              .split(/,\s?/)
              .map(span =>
                  span
                      .replace('+', '')
                      .split('-')
                      .map(end => hour(end, w))
                      .join('–'),
              )
              .join(', ');
    return match[1] ? `${days(match[1], w)} ${spans}` : spans;
}

// The words, or the text as it is when it says more than we can read.
export function hoursWords(text, w) {
    if (text.trim() === '24/7') return w.t('hours_always');
    const rules = text
        .split(/;\s*/)
        .filter(Boolean)
        .map(part => rule(part.trim(), w));
    return rules.length && rules.every(Boolean) ? w.semicolons(rules) : text;
}
