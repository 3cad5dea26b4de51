// Test Anything Protocol: each test is a sentence that is true, or says why it is not.
export function createTap() {
    let count = 0,
        failed = 0;
    return {
        async test(sentence, body) {
            count++;
            const start = Date.now();
            try {
                const skipped = await body();
                console.log(`ok ${count} - ${sentence}${typeof skipped === 'string' ? ` # SKIP ${skipped}` : ''}`);
                if (process.env.PAGE_TIMES) console.log(`# ${Date.now() - start} ms`);
            } catch (error) {
                failed++;
                console.log(`not ok ${count} - ${sentence}`);
                console.log(
                    String(error.message || error)
                        .split('\n')
                        .slice(0, 30)
                        .map(line => `# ${line}`)
                        .join('\n'),
                );
            }
        },
        end() {
            console.log(`1..${count}`);
            return failed === 0;
        },
    };
}

export function equal(actual, expected, what) {
    const a = JSON.stringify(actual),
        b = JSON.stringify(expected);
    if (a !== b) throw new Error(`${what || 'value'}: ${a}, expected ${b}`);
}

export function truth(value, what) {
    if (!value) throw new Error(what);
}
