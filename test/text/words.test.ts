import { nameKey } from '../../src/model/names';
import { fold } from '../../src/text/folding';
import { soughtTerm } from '../../src/text/search-terms';
import { labelOf, readNameWords, readWords, spellingsOf } from '../../src/text/words';

const placed = (read: typeof readWords, text: string): string => {
  const found: string[] = [];
  read(text, 1, (word, position) => found.push(`${word}@${position}`));
  return found.join(' ');
};

describe('spellings that people take for the same', () => {
  it.each([
    ['Straße', 'strasse'],
    ['STRASSE', 'strasse'],
    ['Éléphant', 'elephant'],
    ['e\u0301le\u0301phant', 'elephant'],
    ['naïve café', 'naive cafe'],
    ['Ångström', 'angstrom'],
    ['Łódź', 'lodz'],
    ['Søren Ærø', 'soren aero'],
    ['þing', 'thing'],
    ['İSTANBUL', 'istanbul'],
    ['ısı', 'isi'],
    ['Đà Nẵng', 'da nang'],
    ['ΜΆΪΟΣ', 'μαιοσ'],
    ['λόγος', 'λογοσ'],
    ['Ёлка', 'елка'],
    ['новый', 'новый'],
    ['שָׁלוֹם', 'שלום'],
    ['إِسْلَام', 'اسلام'],
    ['مدرسة', 'مدرسه'],
    ['ﬁnance', 'finance'],
    ['Ｆｕｌｌ１２', 'full12'],
    ['ｶﾞｷﾞ', 'ガギ'],
    ['か\u3099', 'が'],
    ['re\u00adport', 'report'],
    ['हिन्दी', 'हिन्दी'],
    ['x²', 'x2'],
  ])('%s is %s', (text, folded) => {
    expect(fold(text)).toBe(folded.normalize('NFC'));
  });
});

describe('words of running text', () => {
  it.each([
    ['The quick, brown fox.', 'the@1 quick@2 brown@3 fox@4'],
    ["John's plan l'été", 'john@1 s@2 plan@3 l@4 ete@5'],
    ['INV-2020-0042', 'inv@1 2020@2 0042@3'],
    ['a.b@example.org', 'a@1 b@2 example@3 org@4'],
    ['snake_case AnnualReport', 'snake@1 case@2 annualreport@3'],
    ['   ', ''],
    ['犬小屋', '犬小@1 小屋@2 屋@3'],
    ['犬', '犬@1'],
    ['東京 tower', '東京@1 京@2 tower@3'],
    ['한국어', '한국@1 국어@2 어@3'],
    ['iPhone15を買う', 'iphone15@1 を買@2 買う@3 う@4'],
    ['𠮷野', '𠮷野@1 野@2'],
  ])('%s', (text, words) => {
    expect(placed(readWords, text)).toBe(words);
  });

  it('cuts words that nobody types', () => {
    const found: string[] = [];
    readWords('x'.repeat(5000), 1, (word) => found.push(word));
    expect(found.map((word) => word.length)).toEqual([128]);
  });
});

describe('words of names', () => {
  it.each([
    ['annual_report-2020.pdf', 'annual@1 report@2 2020@3 pdf@4'],
    ['INV-2020-0042.pdf', 'inv@1 2020@2 0042@3 pdf@4'],
    ['AnnualReport2020.docx', 'annualreport2020@1 docx@2 annual@4 report@5 2020@6 docx@7'],
    ['PDFFile', 'pdffile@1 pdf@3 file@4'],
    ['INV0042', 'inv0042@1 inv@3 0042@4'],
    ['Größenänderung', 'grossenanderung@1'],
    ['報告書2020', '報告@1 告書@2 書@3 2020@4 報告@6 告書@7 書@8 2020@9'],
  ])('%s', (name, words) => {
    expect(placed(readNameWords, name)).toBe(words);
  });

  it('stand between blanks in a label', () => {
    expect(labelOf(['AnnualReport-2020.pdf', 'Größe'])).toBe(' annualreport annual report 2020 pdf grosse ');
  });
});

describe('what a term looks for', () => {
  const words = (text: string): string => {
    const term = soughtTerm(text.split(' '));
    return term.kind === 'pattern'
      ? term.pattern
      : term.words.map(({ word, prefix }) => word + (prefix ? ':*' : '')).join(' ');
  };
  it.each([
    ['Reports', 'reports'],
    ['Élan vital', 'elan vital'],
    ['INV-2020-0042', 'inv 2020 0042'],
    ['rep*', 'rep:*'],
    ['annual rep*', 'annual rep:*'],
    ['report-*', 'report'],
    ['*port', ' [^ ]*port '],
    ['re?ort', ' re[^ ]ort '],
    ['re*t', ' re[^ ]*t '],
    ['*Größe*', ' [^ ]*grosse[^ ]* '],
    ['a**b', ' a[^ ]*b '],
    ['*', ' [^ ]* '],
    ['what\\?', 'what'],
    ['5\\*4', '5 4'],
    ['&', ''],
    ['犬', '犬:*'],
    ['犬小屋', '犬小 小屋'],
    ['犬小屋 2020', '犬小 小屋 屋 2020'],
    ['*(.+)x', ' [^ ]* x '],
  ])('%s', (text, sought) => {
    expect(words(text)).toBe(sought);
  });
});

it.each([
  ['strasse', 'Straße'],
  ['strasse', 'STRASSE'],
  ['creme', 'crème'],
  ['oeuvre', 'Œuvre'],
  ['lodz', 'Łódź'],
  ['москва', 'Москва'],
])('finds %s where %s is written', (word, written) => {
  expect(new RegExp(`^${spellingsOf(word)}$`, 'iu').test(written)).toBe(true);
  expect(new RegExp(`^${spellingsOf(word)}$`, 'iu').test('other')).toBe(false);
});

it('brings texts that are made of marks into order at once', () => {
  const marks = `a${'\u0301\u0327'.repeat(150_000)}b`;
  expect(fold(marks)).toBe('ab');
  expect(nameKey(marks).length).toBeLessThan(50);
  expect(nameKey('a\u0327\u0301')).toBe(nameKey('a\u0301\u0327'));
}, 2_000);
