// Reads the blocks of the page: base64 of zlib of JSON whose numbers are typed columns.
import { unzlibSync } from 'fflate';

export const NONE = -2147483648;

function fromBase64(text) {
    if (Uint8Array.fromBase64) return Uint8Array.fromBase64(text);
    const raw = atob(text),
        bytes = new Uint8Array(raw.length);
    for (let i = 0; i < raw.length; i++) bytes[i] = raw.charCodeAt(i);
    return bytes;
}

// The document of a block, which is then taken off the page; null when there is none.
export function readBlock(id) {
    const block = document.getElementById(id),
        text = block ? block.textContent.trim() : '';
    if (block) block.remove();
    return text ? JSON.parse(new TextDecoder().decode(unzlibSync(fromBase64(text)))) : null;
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

// A document with its columns as arrays, all of the same length.
export function openColumns(doc) {
    if (!/^columns\/1(\.|$)/.test(doc.orbite)) throw new Error(`this page cannot read ${doc.orbite}`);
    const columns = {};
    for (const [name, values] of Object.entries(doc.columns)) {
        columns[name] = column(values);
        if (columns[name].length !== doc.n) throw new Error(`column ${name} has ${columns[name].length} values, not ${doc.n}`);
    }
    return { ...doc, columns };
}
