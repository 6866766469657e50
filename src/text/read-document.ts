import { kindOf, promisedKind } from './file-kind';
import { readCompoundDocument } from './formats/binary/compound-document';
import { readEmail } from './formats/email';
import { readMailbox } from './formats/mailbox';
import { readHtml, readXml } from './formats/markup';
import { readPdf } from './formats/pdf';
import { readCard, readJson, readPlainText } from './formats/plain-text';
import { readRtf } from './formats/rtf';
import { readZippedDocument } from './formats/zipped-document';
import { NoText, type ReadAttached, type SourceFile } from './source-file';
import { TextLimit, type TextSink } from './text-sink';

const HEAD_BYTES = 4096;
/** Of files in files. */
const MAX_ATTACHED_DEPTH = 5;

/** Writes the text of a file to the sink. @throws NoText, or whatever a broken file makes its reader throw. */
export function readDocument(file: SourceFile, sink: TextSink): Promise<void> {
  return read(file, sink, 0);
}

async function read(file: SourceFile, sink: TextSink, depth: number): Promise<void> {
  const head = await file.read(0, HEAD_BYTES);
  const attached: ReadAttached = (inner) =>
    depth < MAX_ATTACHED_DEPTH ? readAttached(inner, sink, depth + 1) : Promise.resolve();
  switch (kindOf(head, promisedKind(file.mimeType, file.fileName))) {
    case 'plain':
      return readPlainText(file, sink);
    case 'json':
      return readJson(file, sink);
    case 'card':
      return readCard(file, sink);
    case 'html':
      return readHtml(file, sink);
    case 'xml':
      return readXml(file, sink);
    case 'zipped':
      return readZippedDocument(file, sink, attached);
    case 'pdf':
      return readPdf(file, sink, attached);
    case 'rtf':
      return readRtf(file, sink);
    case 'email':
      return readEmail(file, sink, attached);
    case 'mailbox':
      return readMailbox(file, attached);
    case 'compound':
      return readCompoundDocument(file, sink, attached);
    case 'silent':
      throw new NoText();
  }
}

async function readAttached(file: SourceFile, sink: TextSink, depth: number): Promise<void> {
  try {
    // How it is written tells nothing of what it is in.
    await read(file, { write: (text) => sink.write(text) }, depth);
  } catch (error) {
    if (error instanceof TextLimit) throw error;
  }
}
