import { named, type Answer, type BrowserClient, type Json } from '../cmis/browser/client';
import { startStandard, type Standard } from './fixtures';
import { rowsOf } from './query-fixtures';

let standard: Standard;
let admin: BrowserClient;

/** Names of documents by their content. */
const TEXTS = {
  both: 'The heron met an otter',
  heron: 'A heron alone',
  otter: 'otter and a heron far apart: otter heron',
  neither: 'Nobody. wrd',
  word: 'One word',
};

beforeAll(async () => {
  standard = await startStandard();
  ({ admin } = standard);
  for (const [name, text] of Object.entries(TEXTS)) {
    await admin.make({ id: standard.folder.id }, 'createDocument', named('cmis:document', `${name}.txt`), { text });
  }
});
afterAll(() => standard.close());

const ask = (q: string): Promise<Answer> => admin.get('repository', 'query', { q, succinct: true });
const names = async (text: string): Promise<readonly unknown[]> => {
  const q = `SELECT cmis:name FROM cmis:document WHERE CONTAINS('${text}') ORDER BY cmis:name`;
  return (await rowsOf(admin, q)).map((row) => String(row['cmis:name']).replace('.txt', ''));
};

describe('full text', () => {
  it.each([
    ['447: a word is found', 'apart', ['otter']],
    ['448: both words must be there', 'heron otter', ['both', 'otter']],
    ['449: either word may be there', 'word OR nobody', ['neither', 'word']],
    ['450: a negated word may not be there', 'heron -otter', ['heron']],
    ['451: the words of a phrase follow each other', '"otter heron"', ['otter']],
    ['452: a star stands for the rest of a word', 'wor*', ['word']],
    ['453: a question mark stands for one character', 'w?rd', ['word']],
  ])('%s', async (_title, text, found) => {
    expect(await names(text)).toEqual(found);
  });

  it.each([
    ['454: two CONTAINS are invalid', "SELECT * FROM cmis:document WHERE CONTAINS('a') AND CONTAINS('b')"],
    ['461: SCORE() without CONTAINS is invalid', 'SELECT SCORE() FROM cmis:document'],
    ['462: SCORE() in WHERE is invalid', "SELECT * FROM cmis:document WHERE CONTAINS('a') AND SCORE() > 0.5"],
    ['462: SCORE() in ORDER BY is invalid', "SELECT * FROM cmis:document WHERE CONTAINS('a') ORDER BY SCORE()"],
    [
      '490: CONTAINS in a join must say of which table',
      "SELECT a.cmis:name FROM cmis:document a JOIN cmis:document b ON a.cmis:objectId = b.cmis:objectId WHERE CONTAINS('a')",
    ],
  ])('%s', async (_title, q) => {
    const answer = await ask(q);
    expect([answer.status, answer.json]).toMatchObject([400, { exception: 'invalidArgument' }]);
  });

  it('459: the score is a decimal from 0 to 1 called SEARCH_SCORE', async () => {
    const answer = await admin.get('repository', 'query', {
      q: "SELECT SCORE() FROM cmis:document WHERE CONTAINS('heron')",
    });
    const rows = (answer.json as { readonly results: readonly Json[] }).results;
    expect(rows).toHaveLength(3);
    for (const row of rows) {
      const score = (row['properties'] as Record<string, Json>)['SEARCH_SCORE'];
      expect(score).toMatchObject({ queryName: 'SEARCH_SCORE', type: 'decimal', cardinality: 'single' });
      expect(Number(score?.['value'])).toBeGreaterThan(0);
      expect(Number(score?.['value'])).toBeLessThanOrEqual(1);
    }
  });

  it('460: rows are ordered by an alias of the score', async () => {
    const q = "SELECT cmis:name, SCORE() AS s FROM cmis:document WHERE CONTAINS('heron OR otter') ORDER BY s DESC";
    const scores = (await rowsOf(admin, q)).map((row) => Number(row['s']));
    expect(scores).toHaveLength(3);
    expect(scores).toEqual([...scores].sort((one, other) => other - one));
    expect(new Set(scores).size).toBeGreaterThan(1);
  });
});
