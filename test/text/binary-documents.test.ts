import { docx } from '../support/sample-documents';
import { compoundOf, type Stream } from '../support/compound-streams';
import { textOf } from '../support/text-of';

const NAMED = { mimeType: 'application/msword', fileName: 'a.doc' };
const linesOf = async (streams: readonly Stream[]): Promise<readonly string[]> =>
  (await textOf(compoundOf(streams), NAMED))
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
const wide = (text: string): Buffer => Buffer.from(text, 'utf16le');
const words = (...values: readonly number[]): Buffer =>
  Buffer.concat(values.map((value) => Buffer.from([value & 255, value >> 8])));
const longs = (...values: readonly number[]): Buffer =>
  words(...values.flatMap((value) => [value & 0xffff, value >>> 16]));

describe('a Word document of before 2007', () => {
  const document = (flags: number): readonly Stream[] => {
    const head = Buffer.alloc(0x1aa);
    words(0xa5ec, 0xc1).copy(head);
    head.writeUInt16LE(flags, 10);
    const narrow = Buffer.from('caf\xe9 \x13 HYPERLINK hidden \x14link\x15\rcell\x07next', 'latin1');
    const other = wide('\rПривет');
    const piece = (offset: number): Buffer => Buffer.concat([words(0), longs(offset), words(0)]);
    const places = [piece(((head.length * 2) | 0x40000000) >>> 0), piece(head.length + narrow.length)];
    const table = Buffer.concat([longs(0, narrow.length, narrow.length + 7), ...places]);
    const properties = Buffer.from([1, 2, 0, 9, 9]);
    const pieces = Buffer.concat([properties, Buffer.from([2]), longs(table.length), table]);
    longs(0, pieces.length).copy(head, 0x1a2);
    return [
      { name: 'WordDocument', content: Buffer.concat([head, narrow, other, Buffer.alloc(5000)]) },
      { name: '0Table', content: pieces },
    ];
  };

  it('is read piece by piece, without the instructions of its fields', async () => {
    expect(await linesOf(document(0))).toEqual(['café link', 'cell', 'next', 'Привет']);
  });

  it('is said to be encrypted when it is', async () => {
    await expect(linesOf(document(0x100))).rejects.toThrow('It is encrypted.');
  });

  it('is refused when it has no pieces', async () => {
    await expect(linesOf(document(0x200))).rejects.toThrow('no table');
  });
});

describe('an Excel workbook of before 2007', () => {
  const record = (type: number, ...parts: readonly Buffer[]): Buffer => {
    const content = Buffer.concat(parts);
    return Buffer.concat([words(type, content.length), content]);
  };
  const workbook = (...records: readonly Buffer[]): readonly Stream[] => [
    { name: 'Workbook', content: Buffer.concat([record(0x809, Buffer.alloc(16)), ...records]) },
  ];
  const narrow = (text: string): Buffer => Buffer.from(`\0${text}`, 'latin1');

  it('is read with shared texts that go on in another record in another width', async () => {
    const first = Buffer.concat([words(5), narrow('plain')]);
    const rich = Buffer.concat([words(4), Buffer.from([8]), words(2), Buffer.from('rich'), Buffer.alloc(8)]);
    const cut = Buffer.concat([words(10), narrow('narrow')]);
    const rest = Buffer.concat([Buffer.from([1]), wide('wide'), words(3), narrow('end')]);
    expect(await linesOf(workbook(record(0xfc, longs(4, 4), first, rich, cut), record(0x3c, rest)))).toEqual([
      'plain',
      'rich',
      'narrowwide',
      'end',
    ]);
  });

  it('is read with names of sheets, margins, cells, numbers and boxes', async () => {
    const short = (text: string): Buffer => Buffer.concat([Buffer.from([text.length]), narrow(text)]);
    const text = (value: string): Buffer => Buffer.concat([words(value.length), narrow(value)]);
    const double = Buffer.alloc(8);
    double.writeDoubleLE(2.5);
    const lines = await linesOf(
      workbook(
        record(0x85, Buffer.alloc(6), short('Sheet')),
        record(0x14, text('&C&"Arial,Bold"&12head')),
        record(0x204, Buffer.alloc(6), text('label')),
        record(0x207, text('result')),
        record(0x203, Buffer.alloc(6), double),
        record(0x27e, Buffer.alloc(6), longs((31415 << 2) | 3)),
        record(0xbd, Buffer.alloc(6), longs((7 << 2) | 2), words(0), longs((8 << 2) | 2), words(1)),
        record(0x1b6, Buffer.alloc(10), words(4), Buffer.alloc(6)),
        record(0x3c, narrow('note')),
        record(0x3c, Buffer.alloc(16)),
      ),
    );
    expect(lines).toEqual(['Sheet', 'head', 'label', 'result', '2.5', '314.15', '7', '8', 'note']);
  });

  it('is said to be encrypted when it is', async () => {
    await expect(linesOf(workbook(record(0x2f, words(1))))).rejects.toThrow('It is encrypted.');
  });
});

it('reads slides, notes and footers of a PowerPoint presentation of before 2007', async () => {
  const record = (version: number, type: number, content: Buffer): Buffer =>
    Buffer.concat([words(version, type), longs(content.length), content]);
  const texts = [
    record(0, 0x0fa0, wide('слайд\rnext')),
    record(0, 0x0fa8, Buffer.from('caf\xe9', 'latin1')),
    record(0, 0x0fba, wide('footer')),
    record(0, 0x0fba, wide('___PPT10')),
    record(0, 0x0400, wide('other')),
  ];
  const content = record(15, 0x03e8, record(15, 0x03ee, Buffer.concat(texts)));
  expect(await linesOf([{ name: 'PowerPoint Document', content }])).toEqual(['слайд', 'next', 'café', 'footer']);
});

describe('a message of Outlook', () => {
  const message = (folder: string, texts: Readonly<Record<string, string>>): readonly Stream[] =>
    Object.entries(texts).map(([id, text]) => ({ name: `${folder}__substg1.0_${id}001F`, content: wide(text) }));
  const properties = { name: '__properties_version1.0', content: Buffer.alloc(32) };

  it('is read with people, HTML, attachments and messages in it', async () => {
    const attached = '__attach_version1.0_#00000000/';
    const inner = '__attach_version1.0_#00000001/__substg1.0_3701000D/';
    const lines = await linesOf([
      properties,
      ...message('', { '0037': 'subject', '1000': `body${' long'.repeat(1000)}`, '0C1A': 'sender' }),
      { name: '__substg1.0_10130102', content: Buffer.from('<p>mark<b>up</b></p>') },
      ...message('__recip_version1.0_#00000000/', { '3001': 'recipient' }),
      ...message(attached, { '3707': 'report.docx' }),
      { name: `${attached}__substg1.0_37010102`, content: docx((part) => `attached${part}`) },
      ...message(inner, { '0037': 'inner subject', '1000': 'inner body' }),
    ]);
    for (const word of [
      'subject',
      'sender',
      'markup',
      'recipient',
      'report.docx',
      'attachedbody',
      'inner subject',
      'inner body',
    ])
      expect(lines).toContain(word);
    expect(lines.some((line) => line.startsWith('body long'))).toBe(true);
  });

  it('is read in its code page, and its RTF where it has nothing else', async () => {
    const koi = Buffer.concat([Buffer.alloc(32), longs(0x3ffd0003, 6, 1251, 0)]);
    // Ten literal bytes, then a reference to `world` and its blank: it comes twice.
    const literal = Buffer.from('{\\rtf1 world ', 'latin1');
    const start = 207;
    const reference = ((start + 7) << 4) | 4;
    const packed = Buffer.concat([
      longs(0, literal.length + 6, 0x75465a4c, 0),
      Buffer.from([0]),
      literal.subarray(0, 8),
      Buffer.from([0x20]),
      literal.subarray(8),
      Buffer.from([reference >> 8, reference & 255]),
    ]);
    expect(
      await linesOf([
        { name: '__properties_version1.0', content: koi },
        { name: '__substg1.0_0037001E', content: Buffer.from('cff0e8e2e5f2', 'hex') },
        { name: '__substg1.0_10090102', content: packed },
      ]),
    ).toEqual(['Привет', 'world world']);
  });
});

it('reads what a document says of itself', async () => {
  const text = Buffer.concat([longs(0x1e, 6), Buffer.from('Title\0\0\0')]);
  const section = Buffer.concat([longs(0, 1, 2, 16), text]);
  const content = Buffer.concat([Buffer.alloc(44), longs(48), section]);
  const message = [{ name: '__properties_version1.0', content: Buffer.alloc(32) }];
  expect(await linesOf([...message, { name: '\x05SummaryInformation', content }])).toEqual(['Title']);
});

it('survives whatever is broken in such a file', async () => {
  const whole = compoundOf([
    { name: 'PowerPoint Document', content: Buffer.alloc(6000, 'a') },
    { name: 'a/b', content: Buffer.alloc(100, 'b') },
  ]);
  let random = 1;
  for (let turn = 0; turn < 300; turn++) {
    const broken = Buffer.from(whole.subarray(0, turn % 3 === 0 ? whole.length >> 1 : whole.length));
    for (let count = 0; count < 20; count++) {
      random = (random * 48271) % 2147483647;
      broken[8 + (random % (broken.length - 8))] = random >> 8;
    }
    const outcome = await textOf(broken, NAMED).then(
      () => 'read',
      () => 'refused',
    );
    expect(outcome).toMatch(/^read|refused$/);
  }
});
