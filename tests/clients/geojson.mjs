// Documents that @placemarkio/check-geojson must accept, one JSON text a line. usage: node geojson.mjs MODULES <LINES
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

const modules = process.argv[2];
const { check } = await import(pathToFileURL(`${modules}/@placemarkio/check-geojson/dist/index.js`).href).then(m => m.default ?? m);

let line = 0, bad = 0;
for await (const text of createInterface({ input: process.stdin })) {
    line += 1;
    try {
        check(text);
    } catch (error) {
        bad += 1;
        console.log(`document ${line}: ${JSON.stringify(error.issues ?? String(error)).slice(0, 300)}`);
    }
}
console.log(`${line} documents`);
process.exit(bad ? 1 : 0);
