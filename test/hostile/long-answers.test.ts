/** Answers so long that whoever asks for them would keep everybody else waiting. */
import { sendPieces } from '../../src/http/pieces';
import { serve } from '../http/serve';

const PIECES = 100;
const PIECE_MS = 5;

function* costlyPieces(): Generator<string, void> {
  for (let made = 0; made < PIECES; made++) {
    const until = performance.now() + PIECE_MS;
    while (performance.now() < until);
    yield 'x'.repeat(1_000);
  }
}

describe('an answer in many pieces', () => {
  it.each(['identity', 'gzip'])('lets others have their turns between them (%s)', async (encoding) => {
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    const server = await serve((req, res) =>
      sendPieces(req, res, { status: 200, pieces: costlyPieces(), headers: { 'Content-Type': 'text/plain' } }),
    );
    try {
      const response = await fetch(server.url, { headers: { 'Accept-Encoding': encoding } });
      expect((await response.text()).length).toBe(PIECES * 1_000);
      expect(turns).toBeGreaterThan(PIECES / 2);
    } finally {
      clearInterval(timer);
      await server.close();
    }
  });
});
