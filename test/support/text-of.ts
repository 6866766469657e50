import { readDocument } from '../../src/text/read-document';
import { inMemory, type Named } from '../../src/text/source-file';

/** All text of a file, as its reader finds it. */
export async function textOf(bytes: Buffer, named: Named = { mimeType: 'text/plain', fileName: '' }): Promise<string> {
  let all = '';
  await readDocument(inMemory(bytes, named), { write: (text) => void (all += text) });
  return all;
}
