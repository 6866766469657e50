import { isUtf8 } from 'node:buffer';
import { createWriteStream, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { extractionProcess, type ExtractionOutcome, type ExtractionProcess } from './extraction-process';
import { extractWords } from './extract-words';
import { promisedKind, provenKind } from './file-kind';
import { inMemory, withFile } from './source-file';
import { wordSink } from './text-sink';
import { noText, type ContentText, type TextExtractor, type TextSource, type TextState } from './text-extractor';

/** What one file may take. */
export interface TextLimits {
  readonly milliseconds: number;
  readonly fileBytes: number;
  /** Of the process that reads it. */
  readonly memoryBytes: number;
  readonly characters: number;
}

export interface ExtractorOptions {
  /** While a client waits. */
  readonly quick?: Partial<TextLimits>;
  /** In a job. */
  readonly patient?: Partial<TextLimits>;
  /** Told of each file. */
  readonly onRead?: (read: { readonly state: TextState; readonly milliseconds: number }) => void;
}

const MB = 1024 * 1024;
const QUICK: TextLimits = { milliseconds: 5_000, fileBytes: 64 * MB, memoryBytes: 512 * MB, characters: 2_000_000 };
const PATIENT: TextLimits = {
  milliseconds: 180_000,
  fileBytes: 4096 * MB,
  memoryBytes: 768 * MB,
  characters: 20_000_000,
};
/** Plain text up to here is read where it is: a process would cost more. */
const SMALL_BYTES = 64 * 1024;
/** As much as proves what a file is. */
const HEAD_BYTES = 1024;
const SMALL_KINDS = new Set(['plain', 'json']);

/** Reads files in processes of its own; the smallest plain ones in this one. */
export function createTextExtractor(options: ExtractorOptions = {}): TextExtractor {
  const quick = { ...QUICK, ...options.quick };
  const patient = { ...PATIENT, ...options.patient };
  const quickLane = lane(Math.min(2, availableParallelism()));
  // Apart from the others: no upload waits for a file that takes minutes.
  const patientLane = lane(1);
  const told = async (reading: Promise<ContentText>): Promise<ContentText> => {
    const since = performance.now();
    const text = await reading;
    options.onRead?.({ state: text.state, milliseconds: performance.now() - since });
    return text;
  };
  const extract = async (source: TextSource): Promise<ContentText> => {
    const early = (await atOnce(source)) ?? (source.length > quick.fileBytes ? noText('pending') : undefined);
    if (early) return early;
    const outcome = await quickLane.run(source, quick);
    if (outcome.kind === 'killed') return noText('pending', outcome.reason);
    return outcome.text.state === 'partial' ? noText('pending') : outcome.text;
  };
  const extractPatiently = async (source: TextSource): Promise<ContentText> => {
    const early = await atOnce(source);
    if (early) return early;
    if (source.length > patient.fileBytes) return noText('failed', `It is longer than ${patient.fileBytes} bytes.`);
    const outcome = await patientLane.run(source, patient);
    return outcome.kind === 'killed' ? noText('failed', outcome.reason) : outcome.text;
  };
  return {
    extract: (source) => told(extract(source)),
    extractPatiently: (source) => told(extractPatiently(source)),
    close: () => {
      quickLane.close();
      patientLane.close();
      return Promise.resolve();
    },
  };
}

async function atOnce(source: TextSource): Promise<ContentText | undefined> {
  if (source.length === 0) return noText('none');
  const kind = promisedKind(source.mimeType, source.fileName);
  if (kind === 'silent') return provenKind(await headOf(source)) === undefined ? noText('none') : undefined;
  if (kind === undefined || !SMALL_KINDS.has(kind) || source.length > SMALL_BYTES) return undefined;
  const bytes = await smallBytes(source);
  // Whoever reads it next says why it cannot be read.
  if (!bytes) return undefined;
  if (provenKind(bytes) !== undefined) return undefined;
  if (kind !== 'plain' || !isUtf8(bytes) || bytes.includes(0) || bytes.includes(0x1b)) {
    return extractWords(inMemory(bytes, source), SMALL_BYTES);
  }
  const sink = wordSink(SMALL_BYTES);
  sink.write(bytes.toString());
  return { state: 'done', ...sink.finish() };
}

/** Nothing where it cannot be read. */
async function headOf(source: TextSource): Promise<Buffer> {
  try {
    if (source.path !== undefined) return await withFile(source.path, source, (file) => file.read(0, HEAD_BYTES));
    const stream = await source.open();
    try {
      const { value } = (await stream[Symbol.asyncIterator]().next()) as IteratorResult<Buffer, undefined>;
      return value ?? Buffer.alloc(0);
    } finally {
      stream.destroy();
    }
  } catch {
    return Buffer.alloc(0);
  }
}

async function smallBytes(source: TextSource): Promise<Buffer | undefined> {
  try {
    // What was written a moment ago need not come from the disk.
    return source.path === undefined ? await buffer(await source.open()) : readFileSync(source.path);
  } catch {
    return undefined;
  }
}

interface Lane {
  run(source: TextSource, limits: TextLimits): Promise<ExtractionOutcome>;
  close(): void;
}

/** Up to `size` files at a time; the time of one begins when it is asked for, not when its turn comes. */
function lane(size: number): Lane {
  const idle: ExtractionProcess[] = Array.from({ length: size }, extractionProcess);
  const busy = new Set<ExtractionProcess>();
  const waiting: ((process: ExtractionProcess) => void)[] = [];
  const take = (milliseconds: number): Promise<ExtractionProcess | undefined> => {
    // The one that was used last is the warm one.
    const free = idle.pop();
    if (free) return Promise.resolve(free);
    return new Promise((resolve) => {
      const turn = (process: ExtractionProcess): void => {
        clearTimeout(timer);
        resolve(process);
      };
      const timer = setTimeout(() => {
        waiting.splice(waiting.indexOf(turn), 1);
        resolve(undefined);
      }, milliseconds);
      waiting.push(turn);
    });
  };
  const giveBack = (process: ExtractionProcess): void => {
    const next = waiting.shift();
    if (next) next(process);
    else idle.push(process);
  };
  return {
    run: async (source, limits) => {
      const since = performance.now();
      const process = await take(limits.milliseconds);
      if (!process) return { kind: 'killed', reason: 'Others took too long.' };
      busy.add(process);
      try {
        return await onDisk(source, (path) => {
          const milliseconds = Math.max(1, limits.milliseconds - (performance.now() - since));
          const { mimeType, fileName } = source;
          return process.run(
            { path, mimeType, fileName, maxCharacters: limits.characters },
            { milliseconds, bytes: limits.memoryBytes },
          );
        });
      } finally {
        busy.delete(process);
        giveBack(process);
      }
    },
    close: () => {
      for (const process of [...idle, ...busy]) process.close();
    },
  };
}

/** The bytes as a file: where the store keeps them, else a copy for the time of `use`. */
async function onDisk<T>(source: TextSource, use: (path: string) => Promise<T>): Promise<T> {
  if (source.path !== undefined) return use(source.path);
  const folder = await mkdtemp(join(tmpdir(), 'triptych-text-'));
  try {
    const path = join(folder, 'content');
    await pipeline(await source.open(), createWriteStream(path, { mode: 0o600 }));
    return await use(path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
