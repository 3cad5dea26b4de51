// Valhalla's own engine behind a loopback address: tiles of an OpenStreetMap file, then the three services that are asked.
// usage: server.mjs FILE.osm.pbf FOLDER; prints its port, answers until its input ends.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { Actor, getConfig, VALHALLA_VERSION } from '@valhallajs/valhallajs';

const [, , map, folder] = process.argv;
mkdirSync(folder, { recursive: true });
const config = await getConfig({ tileDir: `${folder}/tiles`, tileExtract: '' });
writeFileSync(`${folder}/valhalla.json`, JSON.stringify(config));
execFileSync(process.execPath, ['node_modules/@valhallajs/valhallajs/bin/valhalla-cli.js', 'build_tiles', '-c', `${folder}/valhalla.json`, map],
    { stdio: ['ignore', 'ignore', 'inherit'] });
const actor = new Actor(JSON.stringify(config));
const services = {
    '/status': async () => JSON.stringify({ version: VALHALLA_VERSION }),
    '/sources_to_targets': body => actor.matrix(body),
    '/isochrone': body => actor.isochrone(body),
};
let asked = 0;

// In process, errors lose the number that Valhalla's own service gives them.
const refusal = error => {
    const code = /No suitable edges near location/.test(error.message) ? 171 : 0;
    return JSON.stringify({ error_code: code, error: error.message, status_code: 400 });
};

createServer((request, response) => {
    const chunks = [];
    request.on('data', chunk => chunks.push(chunk));
    request.on('end', async () => {
        const send = (code, text) => response.writeHead(code, { 'Content-Type': 'application/json' }).end(text);
        const service = services[request.url];
        if (request.url === '/asked') return send(200, String(asked));
        if (!service) return send(404, '{}');
        asked += request.url !== '/status';
        try {
            return send(200, await service(Buffer.concat(chunks).toString('utf8')));
        } catch (error) {
            return send(400, refusal(error));
        }
    });
}).listen(0, '127.0.0.1', function () {
    console.log(this.address().port);
});
process.stdin.on('end', () => process.exit(0)).resume();
