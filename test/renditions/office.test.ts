import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { renditionNamed, type RenditionDefinition } from '../../src/renditions/definitions';
import { findOffice } from '../../src/renditions/find-office';
import type { RenderingOutcome } from '../../src/renditions/renderer';
import { createRenderer } from '../../src/renditions/rendering';
import { redPage } from '../alfresco/renditions';
import { zipFile } from '../support/zip-file';

const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const [PDF, THUMBNAIL] = ['pdf', 'doclib'].map(renditionNamed) as [RenditionDefinition, RenditionDefinition];

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'triptych-office-test-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** What comes of a document, with the bytes that were made. */
async function rendered(
  office: string | undefined,
  bytes: Buffer | string,
  { wanted = PDF, mimeType = DOCX }: { readonly wanted?: RenditionDefinition; readonly mimeType?: string } = {},
): Promise<{ readonly outcome: RenderingOutcome; readonly made: Buffer | undefined }> {
  const renderer = createRenderer({ office });
  try {
    const path = join(folder, 'content');
    const work = await mkdtemp(join(folder, 'work-'));
    await chmod(folder, 0o711);
    await writeFile(path, bytes);
    const target = join(work, 'made');
    const outcome = await renderer.render({ path, mimeType, fileName: 'a.docx' }, wanted, target);
    return { outcome, made: await readFile(target).catch(() => undefined) };
  } finally {
    await renderer.close();
  }
}

/** A program in the place of an office suite. */
async function program(script: string): Promise<string> {
  const file = join(folder, 'soffice');
  await writeFile(file, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return file;
}

describe('an office document', () => {
  it('has no renditions where nothing can print it', async () => {
    const renderer = createRenderer();
    expect(await renderer.offered(DOCX)).toEqual([]);
    await renderer.close();
    expect((await rendered(undefined, 'x')).outcome.kind).toBe('failed');
  });

  it('has all where a program can', async () => {
    await writeFile(join(folder, 'page.pdf'), redPage());
    await chmod(folder, 0o755);
    // As the suite is called: the folder stands before the document, which comes last.
    const office = await program(`cp ${folder}/page.pdf "$(dirname "$(eval echo \\$$#)")/source.pdf"`);
    const renderer = createRenderer({ office });
    expect((await renderer.offered(DOCX)).map(({ name }) => name)).toContain('doclib');
    await renderer.close();
    expect((await rendered(office, 'x')).made).toEqual(redPage());
    expect((await rendered(office, 'x', { wanted: THUMBNAIL })).outcome).toEqual({
      kind: 'made',
      rendered: { width: 75, height: 100 },
    });
  });

  it('has none when the program makes nothing of it', async () => {
    expect((await rendered(await program('exit 0'), 'x')).outcome).toEqual({
      kind: 'failed',
      reason: 'It cannot be converted.',
    });
  });
});

/** The suite of this machine, where it has one. */
const suite = findOffice(process.env['PATH']);
(suite === undefined ? describe.skip : describe)('LibreOffice', () => {
  it('prints a text of Word', async () => {
    const { outcome, made } = await rendered(suite, wordDocument('Hello from Word'));
    expect(outcome.kind).toBe('made');
    expect(made?.subarray(0, 5).toString()).toBe('%PDF-');
  });

  it('says of what is no document that it cannot be converted', async () => {
    expect((await rendered(suite, Buffer.from([0x50, 0x4b, 3, 4, 0, 0]))).outcome.kind).toBe('failed');
  });

  it('follows no links of a document, neither to other servers nor to files', async () => {
    const asked: string[] = [];
    const server = await listening((url) => asked.push(url));
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const secret = join(folder, 'secret.txt');
    await writeFile(secret, 'SECRETWORD');
    try {
      const { outcome, made } = await rendered(suite, linkingText(address, secret), {
        mimeType: 'application/vnd.oasis.opendocument.text',
      });
      expect(outcome.kind).toBe('made');
      expect(made?.includes('SECRETWORD')).toBe(false);
      expect(asked).toEqual([]);
    } finally {
      server.close();
    }
  });
});

function listening(hear: (url: string) => void): Promise<Server> {
  const server = createServer((req, res) => {
    hear(req.url ?? '');
    res.end('x');
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

const relationships = (target: string): string =>
  '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">' +
  `<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="${target}"/></Relationships>`;

const wordDocument = (text: string): Buffer =>
  zipFile([
    {
      name: '[Content_Types].xml',
      content:
        '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">' +
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
        `<Override PartName="/word/document.xml" ContentType="${DOCX}.main+xml"/></Types>`,
    },
    { name: '_rels/.rels', content: relationships('word/document.xml') },
    {
      name: 'word/document.xml',
      content: `<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>${text}</w:t></w:r></w:p></w:body></w:document>`,
    },
  ]);

/** An OpenDocument text in one file, with a picture on a server, and a part that is another file. */
const linkingText = (address: string, file: string): string =>
  '<?xml version="1.0" encoding="UTF-8"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.text"><office:body><office:text>' +
  '<text:p>Links</text:p>' +
  `<text:p><draw:frame svg:width="3cm" svg:height="3cm" text:anchor-type="paragraph"><draw:image xlink:href="${address}/picture.png" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/></draw:frame></text:p>` +
  `<text:section text:name="other"><text:section-source xlink:href="file://${file}" text:filter-name="Text"/><text:p>old</text:p></text:section>` +
  '</office:text></office:body></office:document>';
