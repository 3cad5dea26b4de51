// One peer, asked the questions of questions.csv for each line read; a line of figures answers.
// usage: engines.mjs duckdb|flatbush FOLDER
import { createReadStream, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

const NEAREST = 20;
const [engine, folder] = process.argv.slice(2);

// Rows of a file of ours: no value holds a comma.
const rows = async function* (name) {
    let names = null;
    for await (const line of createInterface({ input: createReadStream(`${folder}/${name}`) })) {
        const values = line.split(',');
        if (names === null) names = values;
        else yield Object.fromEntries(names.map((key, i) => [key, values[i]]));
    }
};

// A sorted table, whose blocks know their least and greatest longitude and latitude.
const duckdb = async () => {
    const { DuckDBInstance } = await import('@duckdb/node-api');
    const base = await (await DuckDBInstance.create(':memory:')).connect();
    await base.run('SET threads = 1');
    await base.run(`CREATE TABLE offers AS SELECT * FROM read_csv('${folder}/offers.csv')
        ORDER BY floor(lat * 4), lon`);
    const question = await base.prepare(`SELECT id FROM offers
        WHERE lon BETWEEN $1 AND $2 AND lat BETWEEN $3 AND $4
        AND (x - $5) * (x - $5) + (y - $6) * (y - $6) + (z - $7) * (z - $7) <= $8 * $8
        AND age_from <= $9 AND age_to >= $9 AND publics & $10 <> 0 AND needs & $11 <> 0
        ORDER BY (x - $5) * (x - $5) + (y - $6) * (y - $6) + (z - $7) * (z - $7), id LIMIT ${NEAREST}`);
    return async (q) => {
        const tall = q.radius / 110500;
        const wide = tall / Math.cos(((Math.abs(q.lat) + tall) * Math.PI) / 180);
        [q.lon - wide, q.lon + wide, q.lat - tall, q.lat + tall, q.x, q.y, q.z, q.radius]
            .forEach((value, i) => question.bindDouble(i + 1, value));
        question.bindInteger(9, q.age);
        question.bindBigInt(10, q.public);
        question.bindBigInt(11, q.need);
        const found = await question.runAndReadAll();
        return found.getRows().map((row) => Number(row[0]));
    };
};

// A packed R-tree of points, then the other conditions on typed arrays.
const flatbush = async () => {
    const { default: Flatbush } = await import('flatbush');
    const all = [];
    for await (const row of rows('offers.csv')) all.push(row);
    const numbers = (name) => Float64Array.from(all, (row) => Number(row[name]));
    const bits = (name) => BigUint64Array.from(all, (row) => BigInt(row[name]));
    const [id, x, y, z, from, to] = ['id', 'x', 'y', 'z', 'age_from', 'age_to'].map(numbers);
    const [publics, needs] = ['publics', 'needs'].map(bits);
    const tree = new Flatbush(all.length);
    for (const row of all) tree.add(Number(row.lon), Number(row.lat));
    tree.finish();
    all.length = 0;
    return (q) => {
        const tall = q.radius / 110500;
        const wide = tall / Math.cos(((Math.abs(q.lat) + tall) * Math.PI) / 180);
        const found = [];
        tree.search(q.lon - wide, q.lat - tall, q.lon + wide, q.lat + tall, (i) => {
            const square = (x[i] - q.x) ** 2 + (y[i] - q.y) ** 2 + (z[i] - q.z) ** 2;
            if (square <= q.radius ** 2 && from[i] <= q.age && to[i] >= q.age
                && (publics[i] & q.public) !== 0n && (needs[i] & q.need) !== 0n) found.push([square, id[i]]);
            return false;
        });
        return found.sort((a, b) => a[0] - b[0] || a[1] - b[1]).slice(0, NEAREST).map((one) => one[1]);
    };
};

const questions = [];
for (const line of readFileSync(`${folder}/questions.csv`, 'ascii').trim().split('\n').slice(1)) {
    const [lon, lat, x, y, z, radius, age, group, need, answers] = line.split(',');
    questions.push({
        lon: +lon, lat: +lat, x: +x, y: +y, z: +z, radius: +radius, age: +age, public: BigInt(group), need: BigInt(need), answers,
    });
}
const ask = await { duckdb, flatbush }[engine]();
console.log('ready');
for await (const line of createInterface({ input: process.stdin })) {
    if (line === '') continue;
    const times = [];
    let same = 0;
    for (const question of questions) {
        const started = performance.now();
        const found = await ask(question);
        times.push(1000 * (performance.now() - started));
        same += found.join(' ') === question.answers;
    }
    times.sort((a, b) => a - b);
    console.log(JSON.stringify({
        name: engine,
        p50: times[times.length >> 1],
        p99: times[Math.floor((times.length * 99) / 100)],
        per_second: (1e6 * times.length) / times.reduce((sum, one) => sum + one, 0),
        same: same / times.length,
    }));
}
