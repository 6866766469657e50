import { createHash, randomBytes, randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Unacknowledged } from './client.mjs';

const MAX_DOCUMENTS = 60;
const MAX_BYTES = 600_000;

/**
 * One client that writes into a folder of its own and remembers what was acknowledged. Where an answer is missing it
 * looks which of the two possible states the server is in; any other state is a fault.
 */
export async function loadOn(client, { folder, server }) {
  const path = `/${folder}`;
  const documents = new Map();
  const faults = [];
  const counts = { acknowledged: 0, unacknowledged: 0, kept: 0 };
  let serial = 0;

  const operations = {
    create: async () => {
      const content = someBytes();
      const wanted = { name: `d${serial++}`, description: text(), ...measured([content]) };
      await attempt({
        send: async () => ({ ...wanted, id: (await client.createDocument(path, { ...wanted, content })).id }),
        outcomes: [undefined, wanted],
        look: async () => client.find(`${path}/${wanted.name}`),
      });
    },
    update: (known) =>
      change(known, { name: `d${serial++}`, description: text() }, (next) => client.update(known.id, next)),
    setContent: (known) => {
      const content = someBytes();
      return change(known, measured([content]), () => client.setContent(known.id, content));
    },
    appendContent: (known) => {
      const content = someBytes();
      return change(known, measured([...known.pieces, content]), () => client.appendContent(known.id, content));
    },
    delete: (known) =>
      attempt({
        send: async () => void (await client.delete(known.id)),
        outcomes: [known, undefined],
        look: () => client.find(`?objectId=${known.id}`),
        known,
      }),
  };
  const change = (known, changes, send) => {
    const next = { ...known, ...changes };
    const acknowledged = async () => {
      await send(next);
      return next;
    };
    return attempt({
      send: acknowledged,
      outcomes: [known, next],
      look: () => client.find(`?objectId=${known.id}`),
      known,
    });
  };

  /** Sends one write; `outcomes` are the states before and after it. */
  const attempt = async ({ send, outcomes, look, known }) => {
    let state;
    try {
      state = await send();
      counts.acknowledged++;
    } catch (error) {
      if (!(error instanceof Unacknowledged)) throw error;
      counts.unacknowledged++;
      state = await settled(look, outcomes);
      if (state === outcomes[1]) counts.kept++;
      if (state && !state.id) state = { ...state, id: (await persistently(look)).id };
    }
    if (known) documents.delete(known.id);
    if (state) documents.set(state.id, state);
  };

  const settled = async (look, outcomes) => {
    const seen = await persistently(look);
    for (const outcome of outcomes) if (await persistently(() => isState(client, seen, outcome))) return outcome;
    faults.push(`half-made: saw ${JSON.stringify(seen)}, possible were ${JSON.stringify(outcomes.map(shown))}`);
    return seen && { ...seen, pieces: [] };
  };
  const persistently = async (ask) => {
    for (;;) {
      try {
        return await ask();
      } catch (error) {
        if (!(error instanceof Unacknowledged)) throw error;
        await sleep(100);
        await server.ready();
      }
    }
  };

  await persistently(async () => (await client.find(path)) ?? client.createFolder(folder));
  return {
    counts,
    faults,
    run: async (isOver) => {
      while (!isOver()) {
        const known = [...documents.values()];
        const names = known.length === 0 ? ['create'] : Object.keys(operations);
        const name = known.length > MAX_DOCUMENTS ? 'delete' : names[randomInt(names.length)];
        await operations[name](known[randomInt(Math.max(1, known.length))]);
      }
    },
    /** Compares everything in the folder with what was acknowledged. */
    verify: async () => {
      const found = new Map((await client.children(path)).map((child) => [child.id, child]));
      for (const id of found.keys()) if (!documents.has(id)) faults.push(`unknown object ${found.get(id).name}`);
      for (const document of documents.values()) {
        if (await isState(client, found.get(document.id), document)) continue;
        faults.push(`lost: ${JSON.stringify(shown(document))}, found ${JSON.stringify(found.get(document.id))}`);
      }
      return documents.size;
    },
  };
}

/** Whether what the server shows is this state, the bytes included. */
async function isState(client, seen, state) {
  if (!seen || !state) return !seen && !state;
  if (seen.name !== state.name || seen.description !== state.description || seen.length !== state.length) return false;
  return (await client.contentHash(seen.id)) === state.hash;
}

function measured(pieces) {
  const hash = createHash('sha256');
  for (const piece of pieces) hash.update(piece);
  return { pieces, length: pieces.reduce((sum, piece) => sum + piece.length, 0), hash: hash.digest('hex') };
}

const shown = (state) => state && { ...state, pieces: state.pieces?.length };
const someBytes = () => randomBytes(randomInt(10) === 0 ? randomInt(MAX_BYTES) : 1 + randomInt(4_000));
const text = () => randomBytes(12).toString('base64');
