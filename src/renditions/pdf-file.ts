/** The little of PDF 1.4 that pages of text and an image need; ISO 32000-1 §7.5. */

/** A4 in points. */
export const PAGE = { width: 595, height: 842 } as const;

/** Writes numbered objects, the first of them the catalogue, with their table. */
function pdfFile(objects: readonly (readonly (string | Uint8Array)[])[]): Uint8Array {
  const pieces: Buffer[] = [];
  let length = 0;
  const write = (piece: string | Uint8Array): void => {
    const bytes = typeof piece === 'string' ? Buffer.from(piece, 'latin1') : Buffer.from(piece);
    pieces.push(bytes);
    length += bytes.length;
  };
  write('%PDF-1.4\n%\xe2\xe3\xcf\xd3\n');
  const offsets = objects.map((parts, index) => {
    const offset = length;
    write(`${index + 1} 0 obj\n`);
    for (const part of parts) write(part);
    write('\nendobj\n');
    return offset;
  });
  const table = length;
  const entries = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  write(`xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${entries}`);
  write(`trailer\n<</Size ${objects.length + 1}/Root 1 0 R>>\nstartxref\n${table}\n%%EOF\n`);
  return Buffer.concat(pieces);
}

const stream = (bytes: Uint8Array, entries = ''): readonly (string | Uint8Array)[] => [
  `<<${entries}/Length ${bytes.length}>>stream\n`,
  bytes,
  '\nendstream',
];

const CATALOGUE = ['<</Type/Catalog/Pages 2 0 R>>'];
const FONT = ['<</Type/Font/Subtype/Type1/BaseFont/Courier/Encoding/WinAnsiEncoding>>'];

/** Pages in Courier, which every reader has; each is the text of a content stream, in WinAnsi. */
export function pdfOfPages(pages: readonly Uint8Array[]): Uint8Array {
  const kids = pages.map((_page, index) => `${4 + 2 * index} 0 R`).join(' ');
  return pdfFile([
    CATALOGUE,
    [`<</Type/Pages/Kids[${kids}]/Count ${pages.length}>>`],
    FONT,
    ...pages.flatMap((page, index) => [
      [
        `<</Type/Page/Parent 2 0 R/MediaBox[0 0 ${PAGE.width} ${PAGE.height}]/Resources<</Font<</F1 3 0 R>>>>/Contents ${5 + 2 * index} 0 R>>`,
      ],
      stream(page),
    ]),
  ]);
}

const MARGIN = 36;

/** One page with an image, as large as fits and no larger than 72 pixels an inch make it. */
export function pdfOfJpeg(image: {
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly isGrey: boolean;
}): Uint8Array {
  const isWide = image.width > image.height;
  const [pageWidth, pageHeight] = isWide ? [PAGE.height, PAGE.width] : [PAGE.width, PAGE.height];
  const scale = Math.min(1, (pageWidth - 2 * MARGIN) / image.width, (pageHeight - 2 * MARGIN) / image.height);
  const [width, height] = [image.width * scale, image.height * scale];
  const place = [width, 0, 0, height, (pageWidth - width) / 2, (pageHeight - height) / 2]
    .map((number) => number.toFixed(2))
    .join(' ');
  const colours = image.isGrey ? '/DeviceGray' : '/DeviceRGB';
  return pdfFile([
    CATALOGUE,
    ['<</Type/Pages/Kids[3 0 R]/Count 1>>'],
    [
      `<</Type/Page/Parent 2 0 R/MediaBox[0 0 ${pageWidth} ${pageHeight}]/Resources<</XObject<</I1 5 0 R>>>>/Contents 4 0 R>>`,
    ],
    stream(Buffer.from(`q ${place} cm /I1 Do Q`)),
    stream(
      image.bytes,
      `/Type/XObject/Subtype/Image/Width ${image.width}/Height ${image.height}/ColorSpace${colours}/BitsPerComponent 8/Filter/DCTDecode`,
    ),
  ]);
}
