/** Answers so long that whoever asks for them would keep everybody else waiting. */
import { execFile } from 'node:child_process';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { sendPieces as sendFeed } from '../../src/cmis/atompub/answers';
import type { Call } from '../../src/cmis/atompub/call';
import { sendPieces } from '../../src/http/pieces';
import { serve } from '../http/serve';

const PIECES = 40;
/** Time for the client to take what was sent before. */
const PIECE_MS = 20;
/** More than a feed gathers before it is written. */
const PIECE_LENGTH = 1_100_000;

function* costlyPieces(): Generator<string, void> {
  for (let made = 0; made < PIECES; made++) {
    const until = performance.now() + PIECE_MS;
    while (performance.now() < until);
    yield 'x'.repeat(PIECE_LENGTH);
  }
}

type Write = (req: IncomingMessage, res: ServerResponse) => Promise<void>;
const json: Write = (req, res) =>
  sendPieces(req, res, { status: 200, pieces: costlyPieces(), headers: { 'Content-Type': 'text/plain' } });
const feed: Write = (req, res) => sendFeed({ req, res } as unknown as Call, { type: 'text/plain' }, costlyPieces());

/** In a process of its own: it takes what comes while this one is busy. */
const run = promisify(execFile);
const CLIENT = `let length = 0;
  require('http').get(process.argv[1], { headers: { 'Accept-Encoding': process.argv[2] } }, (res) =>
    res.on('data', (data) => (length += data.length)).on('end', () => console.log(length)))`;

describe('an answer in many pieces', () => {
  it.each([
    ['JSON as it is', 'identity', json],
    ['JSON packed', 'gzip', json],
    ['a feed', 'identity', feed],
  ])('lets others have their turns between them: %s', async (_case, encoding, write) => {
    let turns = 0;
    let timer: NodeJS.Timeout | undefined;
    const server = await serve(async (req, res) => {
      timer = setInterval(() => turns++, 1);
      await write(req, res);
      clearInterval(timer);
    });
    try {
      const { stdout } = await run(process.execPath, ['-e', CLIENT, server.url, encoding]);
      if (encoding === 'identity') expect(Number(stdout)).toBe(PIECES * PIECE_LENGTH);
      expect(turns).toBeGreaterThan(PIECES / 2);
    } finally {
      clearInterval(timer);
      await server.close();
    }
  });
});
