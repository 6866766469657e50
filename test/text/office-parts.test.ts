import { textOf } from '../support/text-of';
import { docx } from '../support/sample-documents';
import { zipFile } from '../support/zip-file';

const NAMED = { mimeType: '', fileName: 'a' };
const TYPES = { name: '[Content_Types].xml', content: '<Types/>' };
const part = (name: string, content: string | Buffer): Promise<string> =>
  textOf(zipFile([TYPES, { name, content }]), NAMED);
const wordsOf = (text: string): readonly string[] => text.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');

it('reads headers and footers of sheets without their codes', async () => {
  const header = '<oddHeader>&amp;L&amp;"Arial,Bold"&amp;12left&amp;C&amp;K00FF00middle&amp;RA&amp;&amp;B</oddHeader>';
  const text = await part('xl/worksheets/sheet1.xml', `<worksheet><headerFooter>${header}</headerFooter></worksheet>`);
  expect(wordsOf(text)).toEqual(['left', 'middle', 'A', 'B']);
});

it('shows of masters and layouts of slides what is on slides', async () => {
  const shape = (mark: string, text: string): string =>
    `<p:sp><p:nvSpPr><p:nvPr>${mark}</p:nvPr></p:nvSpPr><p:txBody><a:p><a:t>${text}</a:t></a:p></p:txBody></p:sp>`;
  const text = await part(
    'ppt/slideMasters/slideMaster1.xml',
    `<m>${shape('<p:ph/>', 'Click')}${shape('', 'Company')}</m>`,
  );
  expect(wordsOf(text)).toEqual(['Company']);
});

it('keeps what was deleted apart from what has taken its place', async () => {
  const run = (element: string, text: string): string => `<w:r><w:${element}>${text}</w:${element}></w:r>`;
  const paragraph = `<w:p>${run('t', 'be')}<w:del>${run('delText', 'old')}</w:del><w:ins>${run('t', 'new')}</w:ins></w:p>`;
  expect(wordsOf(await part('word/document.xml', `<w:document>${paragraph}</w:document>`))).toEqual(['benew', 'old']);
});

it.each(['word/embeddings/oleObject.docx', 'xl/embeddings/a.docx', 'ppt/embeddings/b', 'word/afchunk1.docx'])(
  'reads what is embedded as %s',
  async (name) => {
    const inner = docx((place) => `inner${place}`);
    const parts = [TYPES, { name: 'word/document.xml', content: '<d><w:t>outer</w:t></d>' }, { name, content: inner }];
    expect(wordsOf(await textOf(zipFile(parts), NAMED))).toEqual(expect.arrayContaining(['outer', 'innerbody']));
  },
);

it('costs a document nothing when what is embedded in it is broken', async () => {
  const broken = { name: 'word/embeddings/a.xlsx', content: 'PK\x03\x04 and no more' };
  const parts = [TYPES, { name: 'word/document.xml', content: '<d><w:t>outer</w:t></d>' }, broken];
  expect(wordsOf(await textOf(zipFile(parts), NAMED))).toEqual(['outer']);
});

it('reads charts and other objects in OpenDocument files', async () => {
  const content = (text: string): string =>
    `<office:document-content><text:p>${text}</text:p></office:document-content>`;
  const parts = [
    { name: 'content.xml', content: content('outer') },
    { name: 'Object 1/content.xml', content: content('inner') },
  ];
  expect(wordsOf(await textOf(zipFile(parts), NAMED))).toEqual(['outer', 'inner']);
});

it('says of OpenDocument files that are encrypted as a whole that they are', async () => {
  const whole = zipFile([{ name: 'encrypted-package', content: 'x' }]);
  await expect(textOf(whole, NAMED)).rejects.toThrow('It is encrypted.');
});

it('keeps words together whose letters look different in documents that are one XML file', async () => {
  const flat =
    '<?xml version="1.0"?><office:document><text:p>wo<text:span text:style-name="T1">rd</text:span></text:p>';
  const word =
    '<?xml version="1.0"?><w:wordDocument><w:p><w:r><w:t>le</w:t></w:r><w:r><w:rPr><w:b w:val="on"/></w:rPr><w:t>tter</w:t></w:r></w:p>';
  expect(wordsOf(await textOf(Buffer.from(flat), NAMED))).toContain('word');
  expect(wordsOf(await textOf(Buffer.from(word), NAMED))).toContain('letter');
});

it('keeps who commented apart from what was commented in RTF', async () => {
  const rtf = '{\\rtf1 text{\\*\\atnauthor somebody}{\\deleted old}new}';
  expect(wordsOf(await textOf(Buffer.from(rtf), NAMED))).toEqual(['text', 'somebody', 'old', 'new']);
});

it('reads ZIP files that were given more bytes at their end', async () => {
  const whole = docx((place) => place);
  expect(wordsOf(await textOf(Buffer.concat([whole, Buffer.from('\r\n\r\n')]), NAMED))).toContain('footnote');
});
