import { Readable } from 'node:stream';
import { createTextExtractor } from '../../src/text/extractor';
import type { ContentText } from '../../src/text/text-extractor';
import { docx } from '../support/sample-documents';
import { pdfOf } from '../support/pdf-objects';

const extractor = createTextExtractor({ patient: { memoryBytes: 300 * 1024 * 1024, milliseconds: 20_000 } });
afterAll(() => extractor.close());

const extract = (bytes: Buffer): Promise<ContentText> =>
  extractor.extractPatiently({
    mimeType: 'application/pdf',
    fileName: '',
    length: bytes.length,
    open: () => Promise.resolve(Readable.from([bytes])),
  });

async function linesOf(bytes: Buffer): Promise<readonly string[]> {
  const { state, text = '' } = await extract(bytes);
  expect(state).toBe('done');
  return text.split('\n');
}

const page = (more: string): string => `<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]${more}>>`;
const note = (more: string): string => `<</Type/Annot/Rect[0 0 9 9]/F 4${more}>>`;
const stream = (bytes: Buffer): string => `<</Length ${bytes.length}>>stream\n${bytes.toString('latin1')}\nendstream`;
const ONE_PAGE = '<</Type/Pages/Kids[3 0 R]/Count 1>>';

it('reads notes on pages, and what is filled into forms whose fields look like nothing yet', async () => {
  const bytes = pdfOf([
    '<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[5 0 R 6 0 R]>>>>',
    ONE_PAGE,
    page('/Annots[4 0 R 5 0 R 7 0 R]'),
    note('/Subtype/Text/Contents(remark)'),
    note('/Subtype/Widget/FT/Tx/T(a)/V(filled)'),
    '<</FT/Tx/T(b)/V<FEFF006F00660020007000610072>/Kids[7 0 R]>>',
    note('/Subtype/Widget/Parent 6 0 R'),
  ]);
  expect(await linesOf(bytes)).toEqual(['remark', 'filled', 'of par']);
});

it('reads title, subject, author, keywords and the outline, which may have loops', async () => {
  const bytes = pdfOf(
    [
      '<</Type/Catalog/Pages 2 0 R/Outlines 4 0 R>>',
      ONE_PAGE,
      page(''),
      '<</First 5 0 R/Last 5 0 R>>',
      '<</Title(chapter)/Parent 4 0 R/First 6 0 R/Last 6 0 R/Next 5 0 R>>',
      '<</Title(section)/Parent 5 0 R/First 5 0 R/Last 5 0 R/Next 5 0 R>>',
      '<</Title(about)/Subject(matter)/Author(somebody)/Keywords(key)>>',
    ],
    '/Info 7 0 R',
  );
  expect([...(await linesOf(bytes))].sort()).toEqual(
    ['about', 'somebody', 'matter', 'key', 'chapter', 'section'].sort(),
  );
});

it('reads files that are attached to the whole and to a place on a page', async () => {
  const attached = (name: string, number: number): string =>
    `<</Type/Filespec/F(${name})/UF(${name})/EF<</F ${number} 0 R>>>>`;
  const bytes = pdfOf([
    '<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles<</Names[(a) 4 0 R]>>>>>>',
    ONE_PAGE,
    page('/Annots[6 0 R]'),
    attached('report.docx', 5),
    stream(docx((part) => `attached${part}`)),
    note('/Subtype/FileAttachment/FS 7 0 R'),
    attached('small.txt', 8),
    stream(Buffer.from('pinned text')),
  ]);
  const lines = await linesOf(bytes);
  for (const words of ['report.docx', 'attachedbody', 'attachedfooter', 'small.txt', 'pinned text'])
    expect(lines).toContain(words);
});

it('reads the pages that are whole, and takes no number of pages for granted', async () => {
  const font = '/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>';
  const bytes = pdfOf([
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[4 0 R 3 0 R]/Count 100000>>',
    page(`${font}/Contents 5 0 R`),
    '(no page)',
    stream(Buffer.from('BT /F 9 Tf (whole) Tj ET')),
  ]);
  expect(await linesOf(bytes)).toEqual(['whole']);
});

it('reads the next file when one has brought the library down', async () => {
  // Each of its forms draws the next one twice.
  const form = (next: number): string => {
    const content = '/A Do /A Do';
    return `<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</A ${next} 0 R>>>>/Length ${content.length}>>stream\n${content}\nendstream`;
  };
  const forms = Array.from({ length: 40 }, (_, index) => form(index === 39 ? 5 : index + 6));
  const hostile = pdfOf([
    '<</Type/Catalog/Pages 2 0 R>>',
    ONE_PAGE,
    page('/Resources<</XObject<</A 5 0 R>>>>/Contents 4 0 R'),
    stream(Buffer.from('/A Do')),
    ...forms,
  ]);
  const whole = pdfOf([
    '<</Type/Catalog/Pages 2 0 R>>',
    ONE_PAGE,
    page('/Annots[4 0 R]'),
    note('/Subtype/Text/Contents(remark)'),
  ]);
  await extract(hostile);
  expect(await linesOf(whole)).toEqual(['remark']);
}, 60_000);
