import { createHash } from 'node:crypto';
import { zipFile } from './zip-file';

/** A document to upload, with what can be found in it afterwards. */
export interface SampleDocument {
  readonly fileName: string;
  readonly mimeType: string;
  readonly bytes: Buffer;
  /** Words that stand in it, each in a part of its own. */
  readonly words: readonly string[];
  /** Words that do not stand in it as words. */
  readonly absent?: readonly string[];
  readonly state: 'done' | 'none' | 'failed' | 'pending' | 'partial';
}

const OOXML = 'application/vnd.openxmlformats-officedocument.';
const ODF = 'application/vnd.oasis.opendocument.';
const TYPES = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>';
const xml = (body: string): string => `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n${body}`;

type Word = (part: string) => string;

export function docx(word: Word): Buffer {
  const p = (text: string): string => `<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`;
  const part = (root: string, body: string): string =>
    xml(`<w:${root} xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">${body}</w:${root}>`);
  return zipFile([
    { name: '[Content_Types].xml', content: TYPES },
    {
      name: 'docProps/core.xml',
      content: xml(
        `<cp:coreProperties xmlns:cp="c" xmlns:dc="d"><dc:title>${word('title')}</dc:title></cp:coreProperties>`,
      ),
    },
    {
      name: 'word/document.xml',
      content: part(
        'document',
        `<w:body>${p(word('body'))}<w:tbl><w:tr><w:tc>${p(word('cell'))}</w:tc><w:tc>${p(word('next'))}</w:tc></w:tr></w:tbl><w:p><w:r><w:t>split</w:t></w:r><w:r><w:t>${word('run')}</w:t></w:r></w:p></w:body>`,
      ),
    },
    { name: 'word/header1.xml', content: part('hdr', p(word('header'))) },
    { name: 'word/footer2.xml', content: part('ftr', p(word('footer'))) },
    { name: 'word/footnotes.xml', content: part('footnotes', `<w:footnote>${p(word('footnote'))}</w:footnote>`) },
    { name: 'word/endnotes.xml', content: part('endnotes', `<w:endnote>${p(word('endnote'))}</w:endnote>`) },
    { name: 'word/comments.xml', content: part('comments', `<w:comment>${p(word('comment'))}</w:comment>`) },
    { name: 'word/styles.xml', content: part('styles', p(word('style'))) },
  ]);
}

export function xlsx(word: Word): Buffer {
  const sheet = (body: string): string => xml(`<worksheet xmlns="x"><sheetData>${body}</sheetData></worksheet>`);
  return zipFile([
    { name: '[Content_Types].xml', content: TYPES },
    {
      name: 'xl/workbook.xml',
      content: xml(`<workbook xmlns="x"><sheets><sheet name="${word('tab')}" sheetId="1"/></sheets></workbook>`),
    },
    {
      name: 'xl/sharedStrings.xml',
      content: xml(`<sst xmlns="x"><si><t>${word('cell')}</t></si><si><r><t>${word('rich')}</t></r></si></sst>`),
    },
    { name: 'xl/worksheets/sheet1.xml', content: sheet('<row><c t="s"><v>31415</v></c><c><v>27182</v></c></row>') },
    {
      name: 'xl/worksheets/sheet2.xml',
      content: sheet(
        `<row><c t="inlineStr"><is><t>${word('second')}</t></is></c><c t="str"><f>A1</f><v>${word('formula')}</v></c></row>`,
      ),
    },
    {
      name: 'xl/comments1.xml',
      content: xml(
        `<comments xmlns="x"><commentList><comment><text><r><t>${word('note')}</t></r></text></comment></commentList></comments>`,
      ),
    },
  ]);
}

export function pptx(word: Word): Buffer {
  const slide = (text: string): string =>
    xml(`<p:sld xmlns:p="p" xmlns:a="a"><p:txBody><a:p><a:r><a:t>${text}</a:t></a:r></a:p></p:txBody></p:sld>`);
  return zipFile([
    { name: '[Content_Types].xml', content: TYPES },
    { name: 'ppt/slides/slide1.xml', content: slide(word('slide')) },
    { name: 'ppt/slides/slide2.xml', content: slide(word('second')) },
    { name: 'ppt/notesSlides/notesSlide1.xml', content: slide(word('note')) },
    {
      name: 'ppt/charts/chart1.xml',
      content: xml(`<c:chart xmlns:c="c"><c:ser><c:pt><c:v>${word('chart')}</c:v></c:pt></c:ser></c:chart>`),
    },
  ]);
}

export function openDocument(kind: 'text' | 'spreadsheet' | 'presentation', word: Word): Buffer {
  const office = (root: string, body: string): string =>
    xml(
      `<office:${root} xmlns:office="o" xmlns:text="t" xmlns:table="b" xmlns:draw="d" xmlns:dc="c">${body}</office:${root}>`,
    );
  const p = (text: string): string => `<text:p>${text}</text:p>`;
  const bodies = {
    text: () =>
      `${p(word('body'))}<text:p>one<text:s/>two<text:tab/>${word('tabbed')}</text:p><text:p><text:note>${p(word('note'))}</text:note></text:p>`,
    spreadsheet: () =>
      `<table:table table:name="${word('tab')}"><table:table-row><table:table-cell>${p(word('cell'))}</table:table-cell><table:table-cell>${p(word('next'))}</table:table-cell></table:table-row></table:table><table:table>${p(word('second'))}</table:table>`,
    presentation: () =>
      `<draw:page>${p(word('slide'))}<presentation:notes xmlns:presentation="n">${p(word('note'))}</presentation:notes></draw:page>`,
  };
  return zipFile([
    { name: 'mimetype', content: ODF + kind },
    { name: 'content.xml', content: office('document-content', `<office:body>${bodies[kind]()}</office:body>`) },
    {
      name: 'styles.xml',
      content: office('document-styles', `<office:master-styles>${p(word('header'))}</office:master-styles>`),
    },
    { name: 'meta.xml', content: office('document-meta', `<dc:title>${word('title')}</dc:title>`) },
  ]);
}

export function epub(word: Word): Buffer {
  return zipFile([
    { name: 'mimetype', content: 'application/epub+zip' },
    { name: 'META-INF/container.xml', content: xml('<container/>') },
    {
      name: 'OEBPS/book.opf',
      content: xml(`<package><metadata><dc:title xmlns:dc="d">${word('title')}</dc:title></metadata></package>`),
    },
    {
      name: 'OEBPS/ch1.xhtml',
      content: xml(`<html xmlns="http://www.w3.org/1999/xhtml"><body><p>${word('first')}</p></body></html>`),
    },
    {
      name: 'OEBPS/ch2.xhtml',
      content: xml(`<html xmlns="http://www.w3.org/1999/xhtml"><body><p>${word('second')}</p></body></html>`),
    },
  ]);
}

/** A PDF with a page for each text; with a password, one that nobody can read without it. */
export function pdf(pages: readonly string[], options: { readonly encrypted?: boolean } = {}): Buffer {
  const id = Buffer.from('0123456789abcdef');
  const key = options.encrypted ? encryption(id) : undefined;
  const objects: string[] = [];
  const add = (body: string): number => objects.push(body);
  const kids = pages.map((_, index) => `${4 + index * 2} 0 R`).join(' ');
  add('<< /Type /Catalog /Pages 2 0 R >>');
  add(`<< /Type /Pages /Kids [${kids}] /Count ${pages.length} >>`);
  add('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>');
  pages.forEach((text, index) => {
    const number = 5 + index * 2;
    const content = Buffer.from(`BT /F1 12 Tf 72 720 Td (${text}) Tj ET`);
    const bytes = key ? rc4(key.forObject(number), content) : content;
    add(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents ${number} 0 R /Resources << /Font << /F1 3 0 R >> >> >>`,
    );
    add(`<< /Length ${bytes.length} >>\nstream\n${bytes.toString('latin1')}\nendstream`);
  });
  let body = '%PDF-1.4\n';
  const offsets: number[] = [];
  objects.forEach((object, index) => {
    offsets.push(body.length);
    body += `${index + 1} 0 obj\n${object}\nendobj\n`;
  });
  const start = body.length;
  body += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')}`;
  const hex = id.toString('hex');
  const encrypt = key ? ` /Encrypt << /Filter /Standard /V 1 /R 2 /O <${key.owner}> /U <${key.user}> /P -4 >>` : '';
  body += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R /ID [<${hex}> <${hex}>]${encrypt} >>\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.from(body, 'latin1');
}

const PADDING = Buffer.from('28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a', 'hex');
const md5 = (bytes: Buffer): Buffer => createHash('md5').update(bytes).digest();

/** The standard security handler of PDF 1.4 with 40 bits; ISO 32000-1 §7.6.3. */
function encryption(id: Buffer) {
  const padded = Buffer.concat([Buffer.from('secret'), PADDING]).subarray(0, 32);
  const owner = rc4(md5(padded).subarray(0, 5), padded);
  const permissions = Buffer.from([0xfc, 0xff, 0xff, 0xff]);
  const key = md5(Buffer.concat([padded, owner, permissions, id])).subarray(0, 5);
  return {
    owner: owner.toString('hex'),
    user: rc4(key, PADDING).toString('hex'),
    forObject: (number: number): Buffer =>
      md5(Buffer.concat([key, Buffer.from([number & 255, number >> 8, 0, 0, 0])])).subarray(0, 10),
  };
}

function rc4(key: Buffer, data: Buffer): Buffer {
  const state = Array.from({ length: 256 }, (_, index) => index);
  const swap = (one: number, other: number): void => {
    const kept = state[one] as number;
    state[one] = state[other] as number;
    state[other] = kept;
  };
  for (let i = 0, j = 0; i < 256; i++)
    swap(i, (j = (j + (state[i] as number) + (key[i % key.length] as number)) & 255));
  let [i, j] = [0, 0];
  return Buffer.from(
    data.map((byte) => {
      i = (i + 1) & 255;
      j = (j + (state[i] as number)) & 255;
      swap(i, j);
      return byte ^ (state[((state[i] as number) + (state[j] as number)) & 255] as number);
    }),
  );
}

export function email(word: Word): Buffer {
  const attached = docx((part) => word(`attached${part}`))
    .toString('base64')
    .replace(/.{76}/g, '$&\r\n');
  return Buffer.from(
    [
      `From: "${word('sender')}" <a@example.org>`,
      'To: b@example.org',
      `Subject: =?utf-8?B?${Buffer.from(word('subject')).toString('base64')}?=`,
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary=X',
      '',
      '--X',
      'Content-Type: text/plain; charset=iso-8859-1',
      'Content-Transfer-Encoding: quoted-printable',
      '',
      `${word('text')} caf=E9`,
      '--X',
      'Content-Type: text/html',
      '',
      `<p>${word('html')}</p>`,
      '--X',
      `Content-Type: ${OOXML}wordprocessingml.document; name="a.docx"`,
      'Content-Transfer-Encoding: base64',
      `Content-Disposition: attachment; filename="${word('filename')}.docx"`,
      '',
      attached,
      '--X',
      'Content-Type: message/rfc822',
      '',
      `Subject: ${word('inner')}`,
      'Content-Type: text/plain',
      '',
      word('innertext'),
      '--X--',
      '',
    ].join('\r\n'),
  );
}

/** Documents of every format, each with words of its own: `word` makes a word of the name of a part. */
export function sampleDocuments(seed: string): readonly SampleDocument[] {
  const samples: SampleDocument[] = [];
  const one = (name: string, mimeType: string, make: (word: Word) => Buffer): void => {
    const words: string[] = [];
    const bytes = make((part) => {
      // Letters alone: what is looked for must be one word.
      const word = `${part}${seed}${name.replace(/[^a-z]/g, '')}`.toLowerCase();
      if (!part.endsWith('style')) words.push(part.endsWith('run') ? `split${word}` : word);
      return word;
    });
    samples.push({ fileName: `${seed}-${name}`, mimeType, bytes, words, state: 'done' });
  };
  const utf8 = (make: (word: Word) => string) => (word: Word) => Buffer.from(make(word));
  one(
    'a.txt',
    'text/plain',
    utf8((word) => `${word('first')} and ${word('second')}`),
  );
  one(
    'long.txt',
    'text/plain',
    utf8((word) => `${word('first')} ${'lorem ipsum dolor sit amet '.repeat(20_000)} ${word('last')}`),
  );
  one('latin.txt', 'text/plain', (word) => Buffer.from(`${word('one')} caf\xe9 \x93quoted\x94`, 'latin1'));
  one('utf16.txt', 'text/plain', (word) =>
    Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(word('wide'), 'utf16le')]),
  );
  one('wide.txt', 'text/plain', (word) => Buffer.from(`${word('wide')} without a mark`, 'utf16le'));
  one(
    'a.md',
    'text/markdown',
    utf8((word) => `# ${word('heading')}\n\n* **${word('bold')}**`),
  );
  one(
    'a.csv',
    'text/csv',
    utf8((word) => `a,b\n"${word('quoted')}",${word('cell')}`),
  );
  one(
    'a.json',
    'application/json',
    utf8((word) => `{"${word('key')}": "line\\n${word('value')}"}`),
  );
  one(
    'a.html',
    'text/html',
    utf8(
      (word) =>
        `<html><head><title>${word('title')}</title><script>var ${word('style')}</script></head><body><table><tr><td>${word('cell')}</td><td>${word('next')}</td></tr></table><b>split</b>${word('run')}<img alt="${word('picture')}"></body></html>`,
    ),
  );
  one(
    'a.xml',
    'application/xml',
    utf8(
      (word) =>
        `<?xml version="1.0"?><a b="${word('attribute')}"><c>${word('text')}</c><![CDATA[${word('cdata')}]]></a>`,
    ),
  );
  one(
    'a.svg',
    'image/svg+xml',
    utf8((word) => `<svg xmlns="http://www.w3.org/2000/svg"><text>${word('drawn')}</text></svg>`),
  );
  one(
    'a.rtf',
    'application/rtf',
    utf8(
      (word) =>
        `{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0 ${word('style')};}}{\\header ${word('header')}\\par}${word('body')}\\par ${word('next')}{\\footnote ${word('note')}} \\'e4\\u228?\\par}`,
    ),
  );
  one('a.docx', `${OOXML}wordprocessingml.document`, docx);
  one('a.xlsx', `${OOXML}spreadsheetml.sheet`, xlsx);
  one('a.pptx', `${OOXML}presentationml.presentation`, pptx);
  one('a.odt', `${ODF}text`, (word) => openDocument('text', word));
  one('a.ods', `${ODF}spreadsheet`, (word) => openDocument('spreadsheet', word));
  one('a.odp', `${ODF}presentation`, (word) => openDocument('presentation', word));
  one('a.epub', 'application/epub+zip', epub);
  one('a.pdf', 'application/pdf', (word) => pdf([word('first'), word('second')]));
  one('a.eml', 'message/rfc822', email);
  one('unnamed', 'application/octet-stream', (word) => pdf([word('sniffed')]));
  one('b.docx', 'application/octet-stream', docx);
  one(
    'old.doc',
    'application/msword',
    utf8((word) => `{\\rtf1 ${word('masked')}}`),
  );
  return samples;
}

/** Files that are broken, encrypted, or made to do harm. None has a word; none may cost more than itself. */
export function hostileDocuments(): readonly SampleDocument[] {
  const whole = docx((part) => part);
  const hostile = (
    [fileName, mimeType]: readonly [string, string],
    bytes: Buffer,
    state: SampleDocument['state'] = 'failed',
  ): SampleDocument => ({ fileName, mimeType, bytes, words: [], state });
  const word = `${OOXML}wordprocessingml.document`;
  const part = (content: string): Buffer =>
    zipFile([
      { name: '[Content_Types].xml', content: TYPES },
      { name: 'word/document.xml', content },
    ]);
  const compound = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(4096)]);
  return [
    hostile(['truncated.docx', word], whole.subarray(0, whole.length - 200)),
    hostile(['random.docx', word], Buffer.from('PK\x03\x04 and nothing else')),
    hostile(['not-zip.docx', word], Buffer.from('This is no document.'), 'done'),
    hostile(['encrypted.docx', word], compound),
    hostile(
      ['locked-member.docx', word],
      zipFile([
        { name: '[Content_Types].xml', content: TYPES },
        { name: 'word/document.xml', content: 'x', encrypted: true },
      ]),
    ),
    hostile(['truncated.pdf', 'application/pdf'], pdf(['hello']).subarray(0, 60)),
    hostile(['random.pdf', 'application/pdf'], Buffer.from(`%PDF-1.7\n${'\x80\x91\xfe'.repeat(500)}`, 'latin1')),
    hostile(['encrypted.pdf', 'application/pdf'], pdf(['hidden'], { encrypted: true })),
    hostile(
      ['encrypted.odt', `${ODF}text`],
      zipFile([
        { name: 'mimetype', content: `${ODF}text` },
        { name: 'META-INF/manifest.xml', content: '<m:encryption-data/>' },
        { name: 'content.xml', content: '\x01\x02' },
      ]),
    ),
    hostile(['deep.html', 'text/html'], Buffer.from('<div>'.repeat(300_000))),
    hostile(['deep.xml', 'application/xml'], Buffer.from('<a>'.repeat(300_000))),
    hostile(
      ['laughs.xml', 'application/xml'],
      Buffer.from(`<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "${'&a;'.repeat(1000)}">]><a>${'&b;'.repeat(1000)}</a>`),
      'done',
    ),
    hostile(['deep.rtf', 'application/rtf'], Buffer.from(`{\\rtf1${'{'.repeat(100_000)}`)),
    hostile(['deep.json', 'application/json'], Buffer.from('['.repeat(500_000)), 'done'),
    hostile(['empty-tags.docx', word], part('<w:p>'.repeat(200_000))),
    hostile(['picture.png', 'image/png'], Buffer.from('89504e470d0a1a0a', 'hex'), 'none'),
    hostile(
      ['noise.bin', 'application/octet-stream'],
      Buffer.from(Array.from({ length: 5000 }, (_, n) => (n * 7919) & 255)),
      'none',
    ),
    hostile(['archive.zip', 'application/zip'], zipFile([{ name: 'a.txt', content: 'inside' }]), 'none'),
    hostile(['old.xls', 'application/vnd.ms-excel'], compound),
    hostile(['empty.txt', 'text/plain'], Buffer.alloc(0), 'none'),
    hostile(['nul.txt', 'text/plain'], Buffer.from('abc\0def'), 'none'),
    hostile(['nested.eml', 'message/rfc822'], nestedMail(200), 'done'),
  ];
}

function nestedMail(depth: number): Buffer {
  let mail = 'Subject: innermost\r\n\r\ntext';
  for (let n = 0; n < depth; n++)
    mail = `Content-Type: multipart/mixed; boundary=b${n}\r\n\r\n--b${n}\r\nContent-Type: message/rfc822\r\n\r\n${mail}\r\n--b${n}--`;
  return Buffer.from(mail);
}

/** A Word document that unpacks to so many megabytes. */
export const bomb = (megabytes: number): Buffer =>
  zipFile([
    { name: '[Content_Types].xml', content: TYPES },
    { name: 'word/document.xml', content: Buffer.alloc(megabytes * 1024 * 1024, 32) },
  ]);
