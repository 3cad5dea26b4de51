// A small concentric drawing with the marks that the page looks for; the real one is drawn by the command.
const R = [0, 21, 35, 49, 63];
const point = (r, a) => `${(148.5 + r * Math.sin(a)).toFixed(2)} ${(107.5 - r * Math.cos(a)).toFixed(2)}`;

export function makeCircles(rows) {
    const seen = new Map(),
        marks = [];
    for (const row of rows) {
        const ring = row.circle === 0 ? 0 : row.circle < 3 ? 1 : row.circle === 3 ? 2 : row.circle === 4 ? 3 : -1,
            key = `${row.family} ${ring}`,
            k = seen.get(key) || 0;
        if (ring < 0 || !row.family || k >= 5) continue;
        seen.set(key, k + 1);
        const [x, y] = point(R[ring + 1], ((row.family - 1 + (k + 0.5) / 5) * Math.PI) / 4).split(' ');
        marks.push(
            `<g class="m" data-id="${row.id}" data-r="C${ring}" data-s="${row.family}"><title>${row.name}</title><circle cx="${x}" cy="${y}" r="2.4" fill="${['#12355B', '#B5460F', '#00735C', '#7A5195'][ring]}"/></g>`,
        );
    }
    marks.push('<g class="b" data-r="3" data-s="1"><title>Comptage</title><circle cx="170" cy="60" r="5" fill="#7A5195"/></g>');
    const rings = [70, 56, 42, 28, 14]
        .map(r => `<circle cx="148.5" cy="107.5" r="${r}" fill="#F7F9FC" stroke="#5B6678" stroke-width=".4"/>`)
        .join('');
    return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="70 29 157 157" role="img" aria-labelledby="ct cd"><title id="ct">Carte des cercles</title><desc id="cd">Ressources par famille et par cercle</desc>${rings}<g class="e" data-r="2" data-s="3"><rect x="192" y="100" width="16" height="5" rx="2.5" fill="#fff" stroke="#5B6678" stroke-width=".3"/><text x="200" y="103.6" font-size="2.6" text-anchor="middle">aucun connu</text></g>${marks.join('')}</svg>`;
}
