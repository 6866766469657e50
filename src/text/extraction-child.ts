/**
 * The process in which strangers' files are read. It is started by `extraction-process`, knows no database and no
 * secrets, and may be killed at any moment.
 */
import { endWithParent } from '../confined/end-with-parent';
import { extractWords } from './extract-words';
import type { ExtractionRequest, ExtractionReply } from './extraction-process';
import { withFile } from './source-file';
import { noText, type ContentText } from './text-extractor';

const reply = (message: ExtractionReply): void => void process.send?.(message);

process.on('message', (request: ExtractionRequest) => void answer(request));
endWithParent();

/** Of one message, in UTF-16 units. */
const PIECE = 256 * 1024;

async function answer(request: ExtractionRequest): Promise<void> {
  const { parts, text = '', ...rest } = await wordsOf(request);
  for (const part of parts) reply({ part });
  for (let at = 0; at < text.length; at += PIECE) reply({ text: text.slice(at, at + PIECE) });
  reply({ end: rest, residentBytes: process.memoryUsage.rss() });
}

async function wordsOf({ path, mimeType, fileName, maxCharacters }: ExtractionRequest): Promise<ContentText> {
  try {
    return await withFile(path, { mimeType, fileName }, (file) => extractWords(file, maxCharacters));
  } catch (error) {
    return noText('failed', (error as Error).message);
  }
}
