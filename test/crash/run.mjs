// Kills server and database at random moments under load. Nothing acknowledged may be lost, nothing half-made may be
// seen, no bytes may stay behind. `node test/crash/run.mjs [rounds]`; ends with 0 when all of that held.
import { randomInt } from 'node:crypto';
import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { browserClient } from './client.mjs';
import { leftovers } from './leftovers.mjs';
import { loadOn } from './load.mjs';
import { crashingServer } from './server.mjs';

const ROUNDS = Number(process.argv[2] ?? 30);
/** In turn, so that two of three rounds kill the one and two of three the other. */
const VICTIMS = [['server'], ['database'], ['server', 'database']];
const CLIENTS = 6;
const REAP_AFTER_MS = 60_000;

const server = await crashingServer({ reapAfterMs: REAP_AFTER_MS });
server.start();
await server.ready();
const client = browserClient(server.url);
const loads = [];
for (let index = 0; index < CLIENTS; index++) loads.push(await loadOn(client, { folder: `client-${index}`, server }));

let over = false;
const running = Promise.all(loads.map((load) => load.run(() => over)));
running.catch(() => (over = true));

for (let round = 1; round <= ROUNDS && !over; round++) {
  await sleep(randomInt(300, 2_000));
  const victims = VICTIMS[round % VICTIMS.length];
  if (victims.includes('database')) server.killDatabase();
  if (victims.includes('server')) await server.killServer();
  await sleep(50);
  await server.ready();
  console.log(`round ${round}: killed ${victims.join(' and ')}, back again`);
}
over = true;

const problems = [];
try {
  await running;
  let documents = 0;
  for (const load of loads) documents += await load.verify();
  problems.push(...loads.flatMap((load) => load.faults));
  const { files, missing } = await leftovers(server, { waitMs: REAP_AFTER_MS + 15_000 });
  if (files.length > 0) problems.push(`${files.length} files that no object names: ${files.slice(0, 5).join(', ')}`);
  if (missing.length > 0) problems.push(`${missing.length} pieces without a file: ${missing.slice(0, 5).join(', ')}`);
  const total = (name) => loads.reduce((sum, load) => sum + load.counts[name], 0);
  console.log(
    `${documents} documents; ${total('acknowledged')} writes acknowledged, ${total('unacknowledged')} without an answer, of which ${total('kept')} were kept`,
  );
} catch (error) {
  problems.push(error.stack);
}
await server.stop();
if (problems.length > 0) console.error(`${problems.join('\n')}\n${server.output()}`);
else rmSync(server.dataDir, { recursive: true, force: true });
process.exit(problems.length > 0 ? 1 : 0);
