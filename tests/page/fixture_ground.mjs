// An invented ground: communes as the cells of a jittered grid, in TopoJSON whose arcs are the sides.
const QUANTUM = 1e4;

// Cells are left out where keep(column, row) says no: the coast.
export function makeGround(random, { lon, lat, width, height, columns, rows, keep, names, departement }) {
    const sx = width / columns,
        sy = height / rows,
        vertex = new Map(),
        arcs = [],
        arcOf = new Map();
    const point = (c, r) => {
        const key = `${c} ${r}`;
        if (!vertex.has(key))
            vertex.set(key, [lon + (c + (random.next() - 0.5) * 0.55) * sx, lat + (r + (random.next() - 0.5) * 0.55) * sy]);
        return vertex.get(key);
    };
    const low = [lon - sx, lat - sy],
        size = [(width + 2 * sx) / QUANTUM, (height + 2 * sy) / QUANTUM];
    const quantise = ([x, y]) => [Math.round((x - low[0]) / size[0]), Math.round((y - low[1]) / size[1])];
    function makeArc(a, b) {
        const points = [a],
            bends = 3;
        for (let k = 1; k <= bends; k++)
            points.push([0, 1].map(d => a[d] + ((b[d] - a[d]) * k) / (bends + 1) + (random.next() - 0.5) * 0.16 * (d ? sy : sx)));
        points.push(b);
        let last = [0, 0];
        return points.map(quantise).map(p => {
            const delta = [p[0] - last[0], p[1] - last[1]];
            last = p;
            return delta;
        });
    }
    // A side has one arc; the cell on its other side goes through it backwards.
    function side(c0, r0, c1, r1) {
        const key = `${c0} ${r0} ${c1} ${r1}`,
            back = `${c1} ${r1} ${c0} ${r0}`;
        if (arcOf.has(back)) return ~arcOf.get(back);
        arcOf.set(key, arcs.length);
        arcs.push(makeArc(point(c0, r0), point(c1, r1)));
        return arcOf.get(key);
    }
    const communes = [],
        geometries = [];
    for (let r = 0; r < rows; r++)
        for (let c = 0; c < columns; c++) {
            if (keep && !keep(c, r)) continue;
            const code = `${departement(c, r)}${String(communes.length % 1000).padStart(3, '0')}`,
                name = names(communes.length),
                population = Math.round(120 * Math.exp(random.normal() * 1.3 + 2));
            geometries.push({
                type: 'Polygon',
                arcs: [[side(c, r, c + 1, r), side(c + 1, r, c + 1, r + 1), side(c + 1, r + 1, c, r + 1), side(c, r + 1, c, r)]],
                properties: { code, nom: name, pop: population },
            });
            communes.push({
                code,
                name,
                lon: lon + (c + 0.5) * sx,
                lat: lat + (r + 0.5) * sy,
                population,
                departement: departement(c, r),
            });
        }
    const topology = {
        type: 'Topology',
        transform: { scale: size, translate: low },
        objects: { communes: { type: 'GeometryCollection', geometries } },
        arcs,
    };
    return { communes, topology };
}
