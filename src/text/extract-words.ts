import { readDocument } from './read-document';
import { NoText, type SourceFile } from './source-file';
import { noText, type ContentText } from './text-extractor';
import { TextLimit, wordSink } from './text-sink';

/** The words of a file. Never throws for what is in it. */
export async function extractWords(file: SourceFile, maxCharacters: number): Promise<ContentText> {
  const sink = wordSink(maxCharacters);
  try {
    await readDocument(file, sink);
    return { state: 'done', ...sink.finish() };
  } catch (error) {
    if (error instanceof TextLimit) return { state: 'partial', ...sink.finish() };
    return error instanceof NoText ? noText('none') : noText('failed', (error as Error).message.slice(0, 500));
  }
}
