// Numbers that look random and are the same each time (mulberry32).
export function createRandom(seed) {
    let a = seed >>> 0;
    const next = () => {
        a = (a + 0x6d2b79f5) >>> 0;
        let t = Math.imul(a ^ (a >>> 15), 1 | a);
        t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
        return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
    };
    return {
        next,
        below: n => Math.floor(next() * n),
        between: (a0, b0) => a0 + Math.floor(next() * (b0 - a0 + 1)),
        pick: list => list[Math.floor(next() * list.length)],
        chance: share => next() < share,
        normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
        subset: (list, share) => list.filter(() => next() < share),
    };
}
