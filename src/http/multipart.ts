import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import busboy, { type FieldInfo, type FileInfo } from 'busboy';
import type { StoredBytes } from '../content/content-store';
import { invalidArgument } from '../model/errors';
import type { Form, FormContent, FormField, FormOptions } from './submitted-form';
import { partHeaders, type PartHeaders } from './part-headers';
import { readPieces } from './request-body';
import { CHARSET_CONTROL, checkFieldName, textDecoder } from './url-encoded';

const CHUNK_BYTES = 1024 * 1024;
/** Boundaries and headers of the parts, which come on top of what the limits allow. */
const MARKUP_BYTES = 4 * 1024 * 1024;
/** Transfer encodings that leave the bytes as they are. */
const PLAIN_ENCODINGS = new Set(['7bit', '8bit', 'binary']);

/** Reads a `multipart/form-data` body; the part that is a file goes to `staging` as it comes. */
export async function readMultipart(req: IncomingMessage, options: FormOptions): Promise<Form> {
  const reading = new Reading(req, options);
  try {
    return await reading.form();
  } catch (error) {
    await reading.giveUp();
    throw error;
  }
}

/** One body on its way through busboy. */
class Reading {
  readonly #req: IncomingMessage;
  readonly #options: FormOptions;
  readonly #parser: busboy.Busboy;
  readonly #parts: PartHeaders;
  readonly #failed = new AbortController();
  readonly #fields: FormField[] = [];
  /** Those among them whose values are bytes yet: their part names no character set. */
  readonly #undecoded = new Set<FormField>();
  #fieldBytes = 0;
  #markupBytes = 0;
  /** Parts that busboy understood. */
  #seen = 0;
  #file: { readonly stream: Readable; readonly about: Pick<FormContent, 'mimeType' | 'fileName'> } | undefined;
  #staged: Promise<StoredBytes> | undefined;

  constructor(req: IncomingMessage, options: FormOptions) {
    this.#req = req;
    this.#options = options;
    this.#parser = openParser(req, options.limits.maxBodyBytes);
    this.#parts = partHeaders({
      boundary: boundaryOf(req),
      maxParts: options.limits.maxFormFields + 1,
      contentControl: options.contentControl,
    });
    this.#parser
      .on('field', (name, value, info) => this.#attempt(() => this.#takeField(name, value, info)))
      .on('file', (_name, stream, info) => this.#attempt(() => this.#takeFile(stream, info)))
      .on('error', (error) => this.#fail(malformed(error)));
  }

  async form(): Promise<Form> {
    const { idleMs } = this.#options.limits;
    const signal = this.#failed.signal;
    await readPieces(this.#req, (piece) => this.#take(piece), { signal, ...(idleMs !== undefined && { idleMs }) });
    await this.#ended();
    if (this.#parts.seen.length !== this.#seen) {
      throw invalidArgument(`A part of the form has no 'Content-Disposition: form-data; name=…' that can be read.`);
    }
    const content = await this.#content();
    return { fields: this.#decoded(), ...(content && { content }) };
  }

  #decoded(): readonly FormField[] {
    const named = this.#fields.find(({ name }) => name.toLowerCase() === CHARSET_CONTROL)?.value;
    const decoder = textDecoder(named || 'utf-8', { fatal: false });
    return this.#fields.map((field) =>
      this.#undecoded.has(field)
        ? { name: field.name, value: decoder.decode(Buffer.from(field.value, 'latin1')) }
        : field,
    );
  }

  /** Leaves neither bytes nor anything that waits. */
  async giveUp(): Promise<void> {
    this.#parser.destroy();
    this.#file?.stream.destroy();
    const stored = await this.#staged?.catch(() => undefined);
    if (stored) await this.#options.staging.release(stored.key).catch(() => undefined);
  }

  #take(piece: Buffer): Promise<void> | undefined {
    const passed = this.#parts.pass(piece);
    if (!this.#file || this.#file.stream.readableEnded) this.#markupBytes += piece.length;
    if (this.#markupBytes > this.#options.limits.maxBodyBytes + MARKUP_BYTES) throw this.#tooLong();
    let isFull = false;
    for (const bytes of passed) isFull = !this.#parser.write(bytes);
    if (!isFull) return undefined;
    return new Promise((resolve) => this.#parser.once('drain', resolve));
  }

  #takeField(name: string | undefined, value: string | undefined, { encoding, valueTruncated }: FieldInfo): void {
    this.#seen += 1;
    const { maxFormFields, maxBodyBytes } = this.#options.limits;
    if (name === undefined) throw invalidArgument('A part of the form has no name.');
    checkFieldName(name);
    checkEncoding(name, encoding);
    const type = this.#parts.seen[this.#seen - 1]?.contentType;
    if (value === undefined) {
      throw invalidArgument(`The control '${name}' is '${type}', which names no known character set.`);
    }
    if (this.#fields.length === maxFormFields)
      throw invalidArgument(`The form has more than ${maxFormFields} controls.`);
    this.#fieldBytes += name.length + value.length;
    if (valueTruncated || this.#fieldBytes > maxBodyBytes) throw this.#tooLong();
    const field = { name, value };
    this.#fields.push(field);
    if (!/;\s*charset\s*=/i.test(type ?? '')) this.#undecoded.add(field);
  }

  #takeFile(stream: Readable, { filename, encoding, mimeType }: FileInfo): void {
    this.#seen += 1;
    // `staged` carries it; an unheard 'error' event would end the process.
    stream.on('error', () => undefined);
    if (this.#file) {
      stream.resume();
      throw invalidArgument('The form has more than one content: two of its parts are files.');
    }
    const { contentType, isUnnamed = false } = this.#parts.seen[this.#seen - 1] ?? {};
    const type = completeType(contentType, mimeType);
    const fileName = isUnnamed ? undefined : filename;
    this.#file = {
      stream,
      about: { ...(type !== undefined && { mimeType: type }), ...(fileName !== undefined && { fileName }) },
    };
    checkEncoding('content', encoding);
    this.#staged = this.#options.staging.stage(stream);
    // Else the parser would wait for a reader that has gone.
    this.#staged.catch((error: unknown) => this.#fail(error));
  }

  async #content(): Promise<FormContent | undefined> {
    const stored = await this.#staged;
    if (!stored || !this.#file) return undefined;
    const { about } = this.#file;
    if (isNothingChosen(about, stored)) {
      await this.#options.staging.release(stored.key).catch(() => undefined);
      return undefined;
    }
    return { ...stored, ...about };
  }

  #ended(): Promise<void> {
    return new Promise((resolve, reject) => {
      const { signal } = this.#failed;
      const fail = (): void => reject(signal.reason as Error);
      if (signal.aborted) return fail();
      signal.addEventListener('abort', fail);
      this.#parser.once('finish', resolve);
      this.#parser.end();
    });
  }

  /** busboy calls back from deep inside of streams, where nobody would catch an error. */
  #attempt(take: () => void): void {
    if (this.#failed.signal.aborted) return;
    try {
      take();
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    this.#failed.abort(error);
  }

  #tooLong(): Error {
    return invalidArgument(`The form without its content is longer than ${this.#options.limits.maxBodyBytes} bytes.`);
  }
}

function openParser(req: IncomingMessage, maxBodyBytes: number): busboy.Busboy {
  try {
    return busboy({
      headers: req.headers,
      defParamCharset: 'utf8',
      // As bytes: which character set it is may be said by a later part.
      defCharset: 'latin1',
      highWaterMark: CHUNK_BYTES,
      fileHwm: CHUNK_BYTES,
      limits: { fieldSize: maxBodyBytes + 1 },
    });
  } catch (error) {
    throw malformed(error);
  }
}

const malformed = (cause: unknown): Error =>
  invalidArgument(`The body is no multipart/form-data that can be read: ${(cause as Error).message}.`);

function boundaryOf(req: IncomingMessage): string {
  const match = /;\s*boundary\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))/i.exec(req.headers['content-type'] ?? '');
  return match?.[1]?.replace(/\\(.)/g, '$1') ?? match?.[2] ?? '';
}

function checkEncoding(name: string, encoding: string): void {
  if (!PLAIN_ENCODINGS.has(encoding)) {
    throw invalidArgument(
      `The part '${name}' has the Content-Transfer-Encoding '${encoding}', which is not supported.`,
    );
  }
}

/** What a browser sends for a file control in which no file was chosen. */
function isNothingChosen(
  { fileName, mimeType }: Pick<FormContent, 'mimeType' | 'fileName'>,
  { length }: StoredBytes,
): boolean {
  const saysNoType = mimeType === undefined || /^application\/octet-stream\b/i.test(mimeType);
  return fileName === undefined && length === 0 && saysNoType;
}

/** busboy gives the bare type, and a type of its own where there is none or none that can be read. */
function completeType(sent: string | undefined, bare: string): string | undefined {
  return sent?.toLowerCase().startsWith(bare) ? sent : undefined;
}
