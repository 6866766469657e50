import sharp from 'sharp';
import type { AlfrescoClient, ApiAnswer } from './client';

/** Waits, within limits, for what a job does. */
export async function eventually<T>(look: () => Promise<T | undefined>, seconds = 30): Promise<T> {
  for (const end = Date.now() + seconds * 1_000; Date.now() < end;) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('It did not happen in time.');
}

/** Asks for a rendition at the address of a list of renditions, and waits until it is made. */
export async function made(client: AlfrescoClient, list: string, name: string): Promise<ApiAnswer> {
  const asked = await client.post(list, { id: name });
  expect([202, 409]).toContain(asked.status);
  return eventually(async () => {
    const answer = await client.get(`${list}/${name}`);
    return answer.entry['status'] === 'CREATED' ? answer : undefined;
  });
}

/** A picture in a colour that its renditions must have, too. */
export const picture = (
  format: 'png' | 'jpeg' | 'gif' | 'webp' | 'tiff',
  width = 300,
  height = 200,
): Promise<Buffer<ArrayBuffer>> =>
  sharp({ create: { width, height, channels: 3, background: '#cc2200' } })
    .toFormat(format)
    .toBuffer();

/** A PDF of one red page with a word on it. */
export const redPage = (): Buffer => {
  const drawing = '1 0 0 rg 0 0 300 400 re f 0 g BT /F1 24 Tf 20 200 Td (Invoice) Tj ET';
  return Buffer.from(
    [
      '%PDF-1.4',
      '1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj',
      '2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj',
      '3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 400]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>endobj',
      `4 0 obj<</Length ${drawing.length}>>stream\n${drawing}\nendstream endobj`,
      '5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj',
      'trailer<</Root 1 0 R>>',
    ].join('\n'),
  );
};

/** A file in the caller's home. */
export async function upload(
  client: AlfrescoClient,
  file: { readonly name: string; readonly bytes: Uint8Array | string; readonly type?: string },
  more: Readonly<Record<string, string>> = {},
): Promise<ApiAnswer> {
  const form = new FormData();
  form.set('filedata', new Blob([Buffer.from(file.bytes as string)], { type: file.type ?? '' }), file.name);
  for (const [name, value] of Object.entries(more)) form.set(name, value);
  return client.post('/nodes/-my-/children', form);
}

export const idOf = ({ entry }: ApiAnswer): string => String(entry['id']);

/** What an image really is, and the colour in its middle. */
export async function looked(bytes: Uint8Array): Promise<{
  readonly format: string | undefined;
  readonly width: number;
  readonly height: number;
  readonly colour: readonly number[];
}> {
  const { format, width, height } = await sharp(bytes).metadata();
  const { data } = await sharp(bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const middle = 3 * (Math.floor(height / 4) * width + Math.floor(width / 2));
  return { format, width, height, colour: [...data.subarray(middle, middle + 3)] };
}
