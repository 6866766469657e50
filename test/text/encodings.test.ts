import iconv from 'iconv-lite';
import { textOf } from '../support/text-of';

const RUSSIAN = 'Сегодня утром шёл дождь, а вечером появилось солнце. Мы решили поехать на дачу и собрать яблоки.';
const CHINESE = '今天早上下雨了，晚上太阳出来了。我们决定和朋友一起去海边。';

it.each(['utf-16le', 'utf-16be', 'utf-32le', 'utf-32be'])(
  'reads %s without a mark, in any script',
  async (encoding) => {
    for (const text of ['two words', RUSSIAN, CHINESE])
      expect(await textOf(iconv.encode(text, encoding, { addBOM: false }))).toBe(text);
  },
);

it('reads UTF-32 with a mark', async () => {
  for (const encoding of ['utf-32le', 'utf-32be'])
    expect((await textOf(iconv.encode(RUSSIAN, encoding, { addBOM: true }))).replace('\ufeff', '')).toBe(RUSSIAN);
});

it.each([
  ['is cut in the middle of a character', Buffer.from(RUSSIAN).subarray(0, -2), 'яблок'],
  [
    'has a wrong byte',
    Buffer.concat([Buffer.from(RUSSIAN), Buffer.from([0x20, 0xff, 0x20]), Buffer.from('яма')]),
    'яма',
  ],
  ['has zeros', Buffer.from(`${RUSSIAN}\0\0 end`), 'солнце'],
])('takes for UTF-8 what %s', async (_name, bytes, word) => {
  expect(await textOf(bytes)).toContain(word);
});

it('takes no file with zeros for text that has other control characters', async () => {
  await expect(textOf(Buffer.from('some text\0 and \x01\x02\x03'))).rejects.toThrow();
});

it.each([
  ['about.txt', 'text/plain', 'Files that begin with %PDF-1.7 are of that kind.', 'begin with %PDF'],
  ['module.ts', 'video/mp2t', 'export const answer = 42;', 'answer'],
  ['page.pdf', 'application/pdf', '<html><body><p>not&nbsp;found</p></body></html>', 'not\u00a0found'],
  ['page.docx', '', 'plain words', 'plain words'],
  ['old.txt', 'application/octet-stream', `${'a'.repeat(70)} caf\xe9`, 'café'],
  ['mail.eml', 'text/plain', 'Subject: a\nContent-Transfer-Encoding: base64\n\naGVsbG8=', 'hello'],
  ['mail', '', 'Subject: a\nMIME-Version: 1.0\nContent-Transfer-Encoding: base64\n\naGVsbG8=', 'hello'],
  ['form.html', 'text/html', '<input value="shown"><input type="hidden" value="kept">', ' shown '],
  ['a.ics', 'text/calendar', 'DESCRIPTION:long wo\r\n rd\\nnext\\, last', 'long word next, last'],
])('reads %s of type %j by what it is', async (...row) => {
  const [fileName, mimeType, text, expected] = row;
  const bytes = Buffer.from(text, 'latin1');
  expect(await textOf(bytes, { fileName, mimeType })).toContain(expected);
});

it('reads fonts of other code pages in RTF', async () => {
  const hex = (text: string, encoding: string): string =>
    [...iconv.encode(text, encoding)].map((byte) => `\\'${byte.toString(16)}`).join('');
  const fonts = '{\\fonttbl{\\f0 A;}{\\f1\\fcharset204 B;}{\\f2\\fnil\\fcharset128 C;}}';
  const body = `\\f1 ${hex('дождь', 'cp1251')}{\\f2 ${hex('雪が降る', 'shift_jis')}}${hex('мир', 'cp1251')}\\f0 \\'e4`;
  const read = await textOf(Buffer.from(`{\\rtf1\\ansi${fonts}${body}}`), { mimeType: 'text/rtf', fileName: '' });
  expect(read.trim()).toBe('дождь雪が降るмирä');
});

it('reads what stands in RTF for readers that know Unicode', async () => {
  const read = await textOf(Buffer.from('{\\rtf1{\\upr{old}{\\*\\ud{\\u1103?}}}}'), { mimeType: '', fileName: '' });
  expect(read).toContain('я');
});

it.each([
  ['application/mbox', ''],
  ['', 'Archive'],
])('reads all e-mails of a mailbox (%s)', async (mimeType, fileName) => {
  const mail = (subject: string, text: string): string =>
    `From a@b Thu Jan  1 00:00:00 2026\nSubject: ${subject}\nContent-Transfer-Encoding: base64\n\n${Buffer.from(text).toString('base64')}\n\n`;
  const long = `${'long '.repeat(100_000)}end`;
  const read = await textOf(Buffer.from(mail('one', 'first') + mail('two', long) + mail('three', 'third')), {
    mimeType,
    fileName,
  });
  expect(read.replaceAll('long ', '').split(/\s+/).filter(Boolean)).toEqual([
    'one',
    'first',
    'two',
    'end',
    'three',
    'third',
  ]);
});
