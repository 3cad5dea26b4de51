// Opening hours in two sample weeks, the second with the 14 July. usage: hours.mjs native | check DATA-INCLUSION HSDS AGAIN
import { readFileSync } from "node:fs";
import OpeningHours from "opening_hours";

const WEEKS = ["2026-06-01", "2026-07-13"];
const DAYS = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];
const PLACE = { lat: 46.2, lon: 5.2, address: { country_code: "fr", state: "Auvergne-Rhône-Alpes" } };

// What each text means, in words of this test: by week, the days and hours; null = nobody can tell.
const week = (...rules) => rules.flatMap(([days, ...spans]) => days.split(" ").flatMap((day) => spans.map((span) => `${day} ${span}`))).sort();
const WORKDAYS = "Mo Tu We Th Fr";
const WITHOUT_TUESDAY = "Mo We Th Fr";
const CASES = {
    "Mo-Fr 08:30-12:30": [week([WORKDAYS, "08:30-12:30"]), week([WORKDAYS, "08:30-12:30"])],
    "Mo-Fr 08:30-12:30; PH off": [week([WORKDAYS, "08:30-12:30"]), week([WITHOUT_TUESDAY, "08:30-12:30"])],
    "Mo-Fr 09:00-12:00,14:00-17:00; We 14:00-16:00; PH off": [
        week(["Mo Tu Th Fr", "09:00-12:00", "14:00-17:00"], ["We", "14:00-16:00"]),
        week(["Mo Th Fr", "09:00-12:00", "14:00-17:00"], ["We", "14:00-16:00"]),
    ],
    "Mo-Fr 09:00-12:00, We 14:00-16:00": [
        week([WORKDAYS, "09:00-12:00"], ["We", "14:00-16:00"]),
        week([WORKDAYS, "09:00-12:00"], ["We", "14:00-16:00"]),
    ],
    "Mo-Sa 08:00-12:00; Su,PH off": [week([`${WORKDAYS} Sa`, "08:00-12:00"]), week([`${WITHOUT_TUESDAY} Sa`, "08:00-12:00"])],
    "Mo-Fr 10:00-12:00; PH 15:00-16:00": [
        week([WORKDAYS, "10:00-12:00"]),
        week([WITHOUT_TUESDAY, "10:00-12:00"], ["Tu", "15:00-16:00"]),
    ],
    "Tu 18:00-20:00; Mo[1] 14:00-16:00": [week(["Tu", "18:00-20:00"], ["Mo", "14:00-16:00"]), week(["Tu", "18:00-20:00"])],
    "Fr[-1] 14:00-16:00; Th 08:00-09:00": [week(["Th", "08:00-09:00"]), week(["Th", "08:00-09:00"])],
    "Fr 22:00-02:00": [week(["Fr", "22:00-02:00"]), week(["Fr", "22:00-02:00"])],
    "Fr 20:00-24:00": [week(["Fr", "20:00-00:00"]), week(["Fr", "20:00-00:00"])],
    "Sa-Mo 10:00-11:00": [week(["Mo Sa Su", "10:00-11:00"]), week(["Mo Sa Su", "10:00-11:00"])],
    "Jul 01-Aug 31: Mo-Fr 08:00-12:00": [[], week([WORKDAYS, "08:00-12:00"])],
    "Mo-Fr 08:00-12:00; Dec 25 off": [week([WORKDAYS, "08:00-12:00"]), week([WORKDAYS, "08:00-12:00"])],
    "Mo 09:00-12:00 || \"sur rendez-vous\"": [week(["Mo", "09:00-12:00"]), week(["Mo", "09:00-12:00"])],
    "24/7": [null, null],
    "9h-12h du lundi au vendredi": [[], []],
    "\"sur rendez-vous\"": [[], []],
};
const TEXTS = Object.keys(CASES);
const name = (number) => `Service ${number}`;

function native() {
    const services = TEXTS.map((schedule, i) => ({ id: `s:${i}`, name: name(i), schedule }));
    const offers = TEXTS.map((_, i) => ({ id: `o:${i}`, service: `s:${i}` }));
    return { format: "orbite-catalogue/1", id: "h", licence: "l", attribution: "a", as_of: "2026-06-01", services, offers };
}

const two = (n) => String(n).padStart(2, "0");
const clock = (date) => `${two(date.getHours())}:${two(date.getMinutes())}`;
const monday = (date, days) => new Date(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1, Number(date.slice(8)) + days);

// "Mo 09:00-12:00" for each span that opens in the week; what is unknown is not open. Whole days on end are null.
function meaning(text) {
    const hours = new OpeningHours(text, PLACE, { locale: "fr" });
    return WEEKS.map((start) => {
        const from = monday(start, 0);
        const to = monday(start, 7);
        const open = hours.getOpenIntervals(from, monday(start, 8)).filter(([a, , unknown]) => !unknown && a < to);
        if (open.some(([a, b]) => b - a > 864e5)) return null;
        return open.map(([a, b]) => `${DAYS[(a.getDay() + 6) % 7]} ${clock(a)}-${clock(b)}`).sort();
    });
}

// A description is opening_hours that rows cannot say, or words.
function inWords(text) {
    try {
        return meaning(text);
    } catch {
        return meaning(`"${text}"`);
    }
}

// The same of schedules of HSDS: rows add up, notes prevail on their days.
function rowsMeaning(rows) {
    if (rows.every((row) => !row.freq)) return inWords(rows[0].description);
    const notes = new Set(rows.flatMap((row) => (row.notes ? [row.notes] : [])));
    return WEEKS.map((start) => {
        const spans = [];
        for (let d = 0; d < 7; d++) {
            const day = monday(start, d);
            const rank = Math.ceil(day.getDate() / 7);
            const last = new Date(day.getFullYear(), day.getMonth() + 1, 0).getDate();
            const rankBack = -Math.ceil((last - day.getDate() + 1) / 7);
            const code = DAYS[d].toUpperCase();
            const holiday = new OpeningHours("PH", PLACE).getState(monday(start, d + 0.5));
            if (holiday && [...notes].some((note) => note.includes("PH"))) {
                const said = [...notes].join("; ").match(/PH ([0-9:-]+)/);
                if (said) spans.push(`${DAYS[d]} ${said[1]}`);
                continue;
            }
            for (const row of rows.filter((r) => r.freq)) {
                const days = row.byday.split(",");
                if (row.freq === "WEEKLY" ? days.includes(code) : days.includes(`${rank}${code}`) || days.includes(`${rankBack}${code}`))
                    spans.push(`${DAYS[d]} ${row.opens_at}-${row.closes_at}`);
            }
        }
        return spans.length === 7 && spans.every((s) => s.endsWith("00:00-24:00")) ? null : spans.sort();
    });
}

function check(dataInclusion, hsds, again) {
    const read = (path) => JSON.parse(readFileSync(path, "utf-8"));
    const written = new Map(read(dataInclusion).services.map((s) => [s.nom, s.horaires_accueil]));
    const rows = new Map(read(hsds).contents.map((s) => [s.name, s.schedules]));
    const back = new Map(read(again).services.map((s) => [s.nom, s.horaires_accueil]));
    let points = 0;
    let faults = 0;
    const same = (make, expected, sentence) => {
        let got;
        try {
            got = JSON.stringify(make());
        } catch (error) {
            got = String(error).split("\n")[0];
        }
        const good = got === JSON.stringify(expected);
        points++;
        faults += good ? 0 : 1;
        console.log(`${good ? "ok" : "not ok"} ${points} - ${sentence}`);
        if (!good) console.log(`# ${got}, not ${JSON.stringify(expected)}`);
    };
    TEXTS.forEach((text, i) => {
        const said = text.replaceAll("#", " ");
        same(() => meaning(written.get(name(i))), CASES[text], `data·inclusion: ${said}`);
        same(() => rowsMeaning(rows.get(name(i))), CASES[text], `the rows of HSDS: ${said}`);
        same(() => meaning(back.get(name(i))), CASES[text], `read again from HSDS: ${said}`);
    });
    console.log(`1..${points}`);
    process.exit(faults > 0 ? 1 : 0);
}

const [command, ...paths] = process.argv.slice(2);
if (command === "native") console.log(JSON.stringify(native()));
else check(...paths);
