// Reads the columns of a document: typed, plain, or from the commune of the row.

export const NONE = -2147483648;

export function fromBase64(text) {
    if (Uint8Array.fromBase64) return Uint8Array.fromBase64(text);
    const raw = atob(text),
        bytes = new Uint8Array(raw.length);
    for (let i = 0; i < raw.length; i++) bytes[i] = raw.charCodeAt(i);
    return bytes;
}

const WIDTHS = { u8: 1, u16: 2, i32: 4 };
const READERS = { u8: 'getUint8', u16: 'getUint16', i32: 'getInt32' };
const ARRAYS = { u8: Uint8Array, u16: Uint16Array, i32: Int32Array };

function numbers(column) {
    const kind = Object.keys(WIDTHS).find(name => column[name] !== undefined);
    if (!kind) throw new Error('a column has no known kind');
    const bytes = fromBase64(column[kind]),
        view = new DataView(bytes.buffer),
        width = WIDTHS[kind];
    const n = bytes.length / width,
        scaled = column.scale !== undefined && column.scale !== 1;
    const values = scaled ? new Float64Array(n) : new ARRAYS[kind](n);
    for (let i = 0; i < n; i++) {
        const raw = view[READERS[kind]](i * width, true);
        values[i] = !scaled ? raw : raw === NONE ? NaN : raw * column.scale;
    }
    return values;
}

export const column = values => (Array.isArray(values) ? values : numbers(values));

const MICRO = 1e6;

// Degrees in whole units of the scale, half away from zero, as the writer rounds them.
function inUnits(degrees, unit) {
    const step = MICRO / unit,
        whole = Math.floor((Math.abs(Math.round(degrees * MICRO)) + step / 2) / step);
    return degrees < 0 ? -whole : whole;
}

// Degrees as differences from the commune of the row, where it has a point; null = no position.
function positions({ values, scale }, name, communes, at) {
    const unit = Math.round(1 / scale);
    const starts = communes.map(c => (c && Number.isFinite(c.lon) && Number.isFinite(c.lat) ? inUnits(c[name], unit) : 0));
    return Float64Array.from(values, (value, i) => (value === null ? NaN : (value + (starts[at[i]] || 0)) / unit));
}

const isFrom = values => values.from === 'commune';

// The service of an offer that names none is its identifier up to the last « / ».
export const serviceOfId = id => (id.includes('/') ? id.slice(0, id.lastIndexOf('/')) : id);

// A document with its columns as arrays, all of the same length.
export function openColumns(doc) {
    if (!/^columns\/1(\.|$)/.test(doc.orbite)) throw new Error(`this page cannot read ${doc.orbite}`);
    const columns = {};
    for (const [name, values] of Object.entries(doc.columns)) if (!isFrom(values)) columns[name] = column(values);
    for (const [name, values] of Object.entries(doc.columns))
        if (isFrom(values)) columns[name] = positions(values, name, doc.dictionaries.commune, columns.commune);
    for (const [name, values] of Object.entries(columns))
        if (values.length !== doc.n) throw new Error(`column ${name} has ${values.length} values, not ${doc.n}`);
    return { ...doc, columns };
}
