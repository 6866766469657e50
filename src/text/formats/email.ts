import PostalMime, { type Address } from 'postal-mime';
import { inMemory, wholeFile, type ReadAttached, type SourceFile } from '../source-file';
import type { TextSink } from '../text-sink';
import { htmlParser } from './markup';

/** The whole message lies in memory. */
const MAX_BYTES = 100 * 1024 * 1024;

/** An e-mail: subject, people, text, and the text of its attachments. */
export async function readEmail(file: SourceFile, sink: TextSink, readAttached: ReadAttached): Promise<void> {
  const mail = await PostalMime.parse(await wholeFile(file, MAX_BYTES), {
    attachmentEncoding: 'arraybuffer',
    maxNestingDepth: 50,
    maxHeadersSize: 1024 * 1024,
    forceRfc822Attachments: true,
  });
  const people = [
    mail.from,
    mail.sender,
    ...(mail.to ?? []),
    ...(mail.cc ?? []),
    ...(mail.bcc ?? []),
    ...(mail.replyTo ?? []),
  ];
  for (const text of [mail.subject, ...people.map(nameOf), mail.text]) if (text) sink.write(`${text}\n`);
  if (mail.html) {
    const parser = htmlParser(sink);
    parser.write(mail.html);
    parser.end();
    sink.write('\n');
  }
  for (const { filename, mimeType, content } of mail.attachments) {
    if (filename) sink.write(`\n${filename}\n`);
    await readAttached(inMemory(Buffer.from(content as ArrayBuffer), { mimeType, fileName: filename ?? '' }));
    sink.write('\n');
  }
}

function nameOf(address: Address | undefined): string {
  if (!address) return '';
  return address.group
    ? [address.name, ...address.group.map(nameOf)].join(' ')
    : `${address.name} ${address.address ?? ''}`;
}
