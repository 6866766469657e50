import { NoText, UnreadableFile, type ReadAttached, type SourceFile } from '../../source-file';
import type { TextSink } from '../../text-sink';
import { compoundFile } from './compound-file';
import { readDocumentSummary } from './document-summary';
import { readExcel97 } from './excel-97';
import { readOutlookMessage } from './outlook-message';
import { readPowerPoint97 } from './powerpoint-97';
import { readWord97 } from './word-97';

/** Documents of Word, Excel and PowerPoint of 1997 to 2003, and messages of Outlook. */
export async function readCompoundDocument(
  file: SourceFile,
  sink: TextSink,
  readAttached: ReadAttached,
): Promise<void> {
  const streams = await compoundFile(file);
  const { names } = streams;
  // Today's formats become such a file when they are encrypted.
  if (names.includes('EncryptedPackage')) throw new UnreadableFile('It is encrypted.');
  await readDocumentSummary(streams, sink);
  if (names.includes('WordDocument')) await readWord97(streams, sink);
  else if (names.includes('Workbook')) await readExcel97(streams, sink);
  else if (names.includes('PowerPoint Document')) await readPowerPoint97(streams, sink);
  else if (names.includes('__properties_version1.0')) await readOutlookMessage(streams, sink, readAttached);
  else throw new NoText();
}
