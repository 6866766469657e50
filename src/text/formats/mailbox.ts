import { inMemory, type ReadAttached, type SourceFile } from '../source-file';

/** Of one e-mail; a longer one is left out. */
const MAX_BYTES = 100 * 1024 * 1024;
const BEGIN = '\nFrom ';

/** A file of e-mails one after the other, each behind a line that begins with `From `; RFC 4155. `read` gets each of them. */
export async function readMailbox(file: SourceFile, read: ReadAttached): Promise<void> {
  let pieces: Buffer[] = [];
  let length = 0;
  const take = (piece: Buffer): void => {
    length += piece.length;
    if (length <= MAX_BYTES) pieces.push(piece);
  };
  const finish = async (): Promise<void> => {
    const mail = Buffer.concat(pieces);
    if (length <= MAX_BYTES) await read(inMemory(withoutFirstLine(mail), { mimeType: 'message/rfc822', fileName: '' }));
    [pieces, length] = [[], 0];
  };
  let waiting = Buffer.alloc(0);
  for await (const bytes of file.chunks()) {
    waiting = Buffer.concat([waiting, bytes]);
    let start = 0;
    for (let at = waiting.indexOf(BEGIN); at >= 0; at = waiting.indexOf(BEGIN, start)) {
      take(waiting.subarray(start, at + 1));
      await finish();
      start = at + 1;
    }
    // The end may be the beginning of such a line.
    const safe = Math.max(start, waiting.length - BEGIN.length);
    take(waiting.subarray(start, safe));
    waiting = waiting.subarray(safe);
  }
  take(waiting);
  await finish();
}

function withoutFirstLine(mail: Buffer): Buffer {
  return mail.subarray(0, 5).toString('latin1') === 'From ' ? mail.subarray(mail.indexOf('\n') + 1) : mail;
}
