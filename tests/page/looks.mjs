// A picture reduced to a grid of grey levels: fonts differ from a machine to another, a grid forgives a shifted word but not a missing view.
const COLUMNS = 36,
    ROWS = 24,
    MEAN = 9,
    WORST = 110;

export async function grid(reader, picture) {
    return Buffer.from(
        await reader.evaluate(
            async ([data, columns, rows]) => {
                const image = new Image();
                image.src = `data:image/png;base64,${data}`;
                await image.decode();
                const canvas = document.createElement('canvas'),
                    context = canvas.getContext('2d');
                canvas.width = image.width;
                canvas.height = image.height;
                context.drawImage(image, 0, 0);
                const { data: pixels } = context.getImageData(0, 0, image.width, image.height),
                    sums = new Array(columns * rows).fill(0),
                    counts = sums.slice();
                for (let y = 0; y < image.height; y++)
                    for (let x = 0; x < image.width; x++) {
                        const cell = Math.floor((y * rows) / image.height) * columns + Math.floor((x * columns) / image.width),
                            k = 4 * (y * image.width + x);
                        sums[cell] += 0.3 * pixels[k] + 0.59 * pixels[k + 1] + 0.11 * pixels[k + 2];
                        counts[cell]++;
                    }
                return sums.map((sum, k) => Math.round(sum / counts[k]));
            },
            [picture.toString('base64'), COLUMNS, ROWS],
        ),
    ).toString('base64');
}

// Nothing when the two look alike, else how far they are.
export function difference(now, before) {
    if (!before) return 'nothing was accepted yet';
    const a = Buffer.from(now, 'base64'),
        b = Buffer.from(before, 'base64'),
        gaps = [...a].map((cell, k) => Math.abs(cell - b[k]));
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length,
        worst = Math.max(...gaps);
    return mean <= MEAN && worst <= WORST ? '' : `mean difference ${mean.toFixed(1)}, worst ${worst}`;
}
