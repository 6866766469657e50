import { Readable } from 'node:stream';
import { createTextExtractor } from '../../src/text/extractor';
import type { ContentText, TextSource } from '../../src/text/text-extractor';
import { bomb, hostileDocuments, sampleDocuments, type SampleDocument } from '../support/sample-documents';

const extractor = createTextExtractor();
afterAll(() => extractor.close());

const sourceOf = ({
  bytes,
  mimeType,
  fileName,
}: Pick<SampleDocument, 'bytes' | 'mimeType' | 'fileName'>): TextSource => ({
  length: bytes.length,
  mimeType,
  fileName,
  open: () => Promise.resolve(Readable.from([bytes])),
});

const wordsOf = ({ parts }: ContentText): ReadonlySet<string> =>
  new Set(parts.flatMap((part) => [...part.matchAll(/'([^']*)':/g)].map(([, word]) => word ?? '')));

it.each(sampleDocuments('qx').map((sample) => [sample.fileName, sample] as const))(
  'finds all words of %s',
  async (_name, sample) => {
    const text = await extractor.extract(sourceOf(sample));
    expect(text.reason).toBeUndefined();
    expect(text.state).toBe('done');
    const words = wordsOf(text);
    expect(sample.words.filter((word) => !words.has(word))).toEqual([]);
    expect([...words].filter((word) => word.startsWith('style'))).toEqual([]);
  },
);

it('reads accents and quotes of old encodings', async () => {
  const samples = sampleDocuments('qx');
  const latin = samples.find(({ fileName }) => fileName.includes('latin'));
  const rtf = samples.find(({ fileName }) => fileName.endsWith('.rtf'));
  expect(wordsOf(await extractor.extract(sourceOf(latin as SampleDocument)))).toContain('cafe');
  expect(wordsOf(await extractor.extract(sourceOf(rtf as SampleDocument)))).toContain('aa');
});

it.each(hostileDocuments().map((sample) => [sample.fileName, sample] as const))(
  'survives %s',
  async (_name, sample) => {
    const { state } = await extractor.extract(sourceOf(sample));
    expect(state).toBe(sample.state);
  },
);

it.each([
  [
    'shift_jis',
    Buffer.from(
      '93fa967b8cea82cc95b68e9a97f182c582b781428adf8e9a82c682d082e782aa82c882aa95b68e9a89bb82af82b982b882c9',
      'hex',
    ),
    '日本',
  ],
  [
    'windows-1251',
    Buffer.from('cff0e8e2e5f22c20ece8f02120ddf2eef220f2e5eaf1f220ede0f4e8f1e0ed20eff02d2df0f3f1f1eae8', 'hex'),
    'привет',
  ],
  ['iso-2022-jp', Buffer.from('\x1b$BF|K\\\x1b(B text'), '日本'],
])('recognises %s', async (_name, bytes, word) => {
  expect(wordsOf(await extractor.extract(sourceOf({ bytes, mimeType: 'text/plain', fileName: 'a.txt' })))).toContain(
    word,
  );
});

it('reads what calls itself a picture and is none', async () => {
  const [sample] = sampleDocuments('qx').filter(({ fileName }) => fileName.endsWith('a.docx')) as [SampleDocument];
  expect((await extractor.extract(sourceOf({ ...sample, mimeType: 'image/png' }))).state).toBe('done');
});

it('leaves to a job what unpacks to more than a client may wait for, and a job gives up in the end', async () => {
  const impatient = createTextExtractor({ quick: { milliseconds: 30 }, patient: { milliseconds: 60 } });
  try {
    const source = sourceOf({ bytes: bomb(300), mimeType: '', fileName: 'bomb.docx' });
    expect((await impatient.extract(source)).state).toBe('pending');
    expect(await impatient.extractPatiently(source)).toMatchObject({ state: 'failed', reason: 'It took too long.' });
    // The next file is not harmed.
    const [sample] = sampleDocuments('after').filter(({ fileName }) => fileName.endsWith('a.docx'));
    const patient = createTextExtractor();
    expect((await patient.extract(sourceOf(sample as SampleDocument))).state).toBe('done');
    await patient.close();
  } finally {
    await impatient.close();
  }
}, 60_000);

it('keeps the memory of what reads files bounded', async () => {
  const small = createTextExtractor({ patient: { memoryBytes: 90 * 1024 * 1024, milliseconds: 30_000 } });
  try {
    const bytes = Buffer.from(`<a>${'<b c="0123456789">'.repeat(3_000_000)}`);
    const text = await small.extractPatiently(sourceOf({ bytes, mimeType: 'text/xml', fileName: 'a.xml' }));
    expect(text).toMatchObject({ state: 'failed', reason: 'It took too much memory.' });
  } finally {
    await small.close();
  }
}, 60_000);

it('cuts the text of a job at its greatest length, and says so', async () => {
  const short = createTextExtractor({ patient: { characters: 1_000_000 } });
  try {
    const bytes = Buffer.from(`begin ${'word '.repeat(400_000)} end`);
    const text = await short.extractPatiently(sourceOf({ bytes, mimeType: 'text/plain', fileName: 'a.txt' }));
    expect(text.state).toBe('partial');
    expect(wordsOf(text)).toEqual(new Set(['begin', 'word']));
  } finally {
    await short.close();
  }
});
