import { checkLabel, checkName, nameKey } from '../../src/model/names';

const REFUSED = expect.objectContaining({ code: 'constraint' }) as Error;

describe('name keys', () => {
  test.each([
    ['Report', 'rEPORT'],
    ['ÄRGER', 'ärger'],
    ['e\u0301', '\u00e9'],
    ['ΣΊΣΥΦΟΣ', 'σίσυφοσ'],
    ['σίσυφος', 'σίσυφοσ'],
    ['İ', 'I'],
    ['\u{10400}', '\u{10428}'],
  ])('%s and %s collide', (one, other) => {
    expect(nameKey(one)).toBe(nameKey(other));
  });

  test.each([
    ['straße', 'strasse'],
    ['a', 'á'],
    ['a b', 'a  b'],
    ['ﬁ', 'fi'],
  ])('%s and %s do not', (one, other) => {
    expect(nameKey(one)).not.toBe(nameKey(other));
  });

  test('order as names do when case is left aside', () => {
    const names = ['Zebra', 'apple', '_x', 'Äpfel', 'Banana', 'éclair', '1'];
    const byKey = [...names].sort((a, b) => Buffer.compare(Buffer.from(nameKey(a)), Buffer.from(nameKey(b))));
    expect(byKey).toEqual(['1', '_x', 'apple', 'Banana', 'Zebra', 'Äpfel', 'éclair']);
  });
});

describe('names', () => {
  test.each([
    'a',
    'a&b',
    'abc%_Pxyz',
    'tài liệu',
    ' leading',
    'trailing ',
    'in  ner',
    'שלום',
    '.hidden',
    'a.b',
    "it's",
  ])("'%s' is a name", (name) => {
    expect(() => checkName(name)).not.toThrow();
  });

  test.each([...'"*\\><?/:|'].map((character) => [`a${character}b`]))('%s cannot stand in a path', (name) => {
    expect(() => checkName(name)).toThrow(REFUSED);
    expect(() => checkLabel(name)).not.toThrow();
  });

  test.each(['', '   ', 'a\0', 'a\u0007', 'a\nb', 'a\ud800', 'x'.repeat(256)])(
    '%j is refused for every object',
    (name) => {
      expect(() => checkName(name)).toThrow(REFUSED);
      expect(() => checkLabel(name)).toThrow(REFUSED);
    },
  );

  test('a dot at the end is refused, 255 characters are not', () => {
    expect(() => checkName('end.')).toThrow(REFUSED);
    expect(() => checkName('x'.repeat(255))).not.toThrow();
  });
});
