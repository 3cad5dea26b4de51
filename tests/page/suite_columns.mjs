// The reader of columns: every form of a number, positions from a commune, services that are not said.
import path from 'node:path';
import { equal } from './tap.mjs';

const i32 = values => {
    const bytes = Buffer.alloc(4 * values.length);
    values.forEach((value, k) => bytes.writeInt32LE(value, 4 * k));
    return bytes.toString('base64');
};
const NONE = -2147483648;

// Communes with a point, without one, and south-west of everything.
const commune = [
    { code: '29019', name: 'Brest', lon: -4.486076, lat: 48.390394, departement: '29' },
    { code: '29155', name: 'Ouessant', lon: null, lat: null, departement: '29' },
    { code: '97411', name: 'Saint-Denis', lon: 55.448115, lat: -20.878935, departement: '974' },
    null,
];
const dictionaries = { commune, circle: ['C3'], category: [], organization: [], modalities: [], service: ['a:1', 'b:2'] };

function document_(columns) {
    const n = columns.id.length,
        zero = Array(n).fill(0);
    return {
        orbite: 'columns/1',
        n,
        head: { origin: null, sources: [] },
        dictionaries,
        columns: { name: columns.id, circle: zero, family: zero, families: zero, lon: zero, lat: zero, commune: zero, ...columns },
    };
}

export async function columnsSuite({ test }, { sources }) {
    const { openColumns } = await import(path.join(sources, 'maps/page/src/columns.js')),
        { createResources } = await import(path.join(sources, 'maps/page/src/resources.js')),
        read = columns => openColumns(document_(columns)).columns;
    await test('numbers are plain or typed, scaled or not', () => {
        const columns = read({
            id: ['a', 'b'],
            places: [3, -1],
            authorised: { i32: i32([7, -1]) },
            lon: { i32: i32([-448608, NONE]), scale: 1e-5 },
        });
        equal([...columns.places], [3, -1], 'plain');
        equal([...columns.authorised], [7, -1], 'typed');
        equal(
            [...columns.lon].map(v => (Number.isNaN(v) ? null : +v.toFixed(5))),
            [-4.48608, null],
            'scaled',
        );
    });
    await test('positions are read from the commune of the row, and as they are where it has no point', () => {
        const id = ['a', 'b', 'c', 'd', 'e', 'f'],
            at = [0, 0, 1, 2, -1, 3];
        const columns = read({
            id,
            lon: { values: [0, 12, -509000, 0, 250000, 100], scale: 1e-5, from: 'commune' },
            lat: { values: [0, null, 4845000, -3, 4700000, 200], scale: 1e-5, from: 'commune' },
            commune: at,
        });
        equal([...columns.lon], [-4.48608, -4.48596, -5.09, 55.44812, 2.5, 0.001], 'longitudes');
        equal([...columns.lat], [48.39039, null, 48.45, -20.87897, 47, 0.002], 'latitudes');
        equal(Number.isNaN(columns.lat[1]), true, 'no position');
    });
    await test('a column that is too short is refused, whatever its form', () => {
        for (const short of [[1], { i32: i32([1]) }, { values: [1], scale: 1e-5, from: 'commune' }]) {
            let said = '';
            try {
                read({ id: ['a', 'b'], lon: short });
            } catch (error) {
                said = error.message;
            }
            equal(said, 'column lon has 1 values, not 2', 'refusal');
        }
    });
    await test('a service that is not said is the identifier up to its last « / »', () => {
        const resources = createResources(
            openColumns(document_({ id: ['op:x/1/a', 'op:x/1/b', 'alone', 'z'], service: [null, null, null, 1] })),
        );
        equal([0, 1, 2, 3].map(resources.serviceOf), ['op:x/1', 'op:x/1', 'alone', 'b:2'], 'services');
        const said = createResources(openColumns(document_({ id: ['op:x/1/a', 'z'], service: ['s:9', null] })));
        equal([0, 1].map(said.serviceOf), ['s:9', 'z'], 'services that are texts');
        equal(resources.rowsOfService('op:x/1'), [0, 1], 'rows of one service');
    });
}
