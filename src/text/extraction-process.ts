import { fork, type ChildProcess } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import type { ContentText } from './text-extractor';

export interface ExtractionRequest {
  readonly path: string;
  readonly mimeType: string;
  readonly fileName: string;
  readonly maxCharacters: number;
}

export type ExtractionReply =
  { readonly part: string } | { readonly end: Omit<ContentText, 'parts'>; readonly residentBytes: number };

/** `killed`: the file took more than it may have, or brought the process down; there is a new one for the next. */
export type ExtractionOutcome =
  { readonly kind: 'text'; readonly text: ContentText } | { readonly kind: 'killed'; readonly reason: string };

export interface ExtractionLimits {
  readonly milliseconds: number;
  /** Resident memory of the process. */
  readonly bytes: number;
}

/** One warm process that reads one file after the other. */
export interface ExtractionProcess {
  run(request: ExtractionRequest, limits: ExtractionLimits): Promise<ExtractionOutcome>;
  close(): void;
}

const MB = 1024 * 1024;
/** After so many files, or when it has grown to this, a new process takes over: nothing piles up. */
const MAX_FILES = 200;
const MAX_REST_BYTES = 300 * MB;
const HEAP_MB = 256;
const POLL_MS = 100;

export function extractionProcess(): ExtractionProcess {
  let child: ChildProcess | undefined;
  let files = 0;
  const end = (): void => {
    if (child) kill(child);
    child = undefined;
    files = 0;
  };
  return {
    run: async (request, limits) => {
      const current = (child ??= startChild());
      files++;
      const { outcome, residentBytes } = await ask(current, request, limits);
      if (outcome.kind === 'killed' || files >= MAX_FILES || residentBytes > MAX_REST_BYTES) {
        if (child === current) end();
        else kill(current);
      }
      return outcome;
    },
    close: end,
  };
}

/** Compiled, the child's code lies beside this file; from the sources it is loaded as they are. */
const CODE =
  extname(__filename) === '.ts'
    ? { execArgv: ['--require', join(__dirname, 'sources-loader.cjs')], file: join(__dirname, 'extraction-child.ts') }
    : { execArgv: [], file: join(__dirname, 'extraction-child.js') };

function startChild(): ChildProcess {
  const child = fork(CODE.file, [], {
    execArgv: [...CODE.execArgv, `--max-old-space-size=${HEAP_MB}`],
    // Nothing of the server's environment: there may be passwords in it.
    env: {},
    cwd: tmpdir(),
    // A group of its own: a signal for the server is none for it.
    detached: true,
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  child.on('error', () => undefined);
  rest(child);
  return child;
}

/** An idle child keeps no process alive. */
function rest(child: ChildProcess): void {
  child.unref();
  child.channel?.unref();
}

function wake(child: ChildProcess): void {
  child.ref();
  child.channel?.ref();
}

function kill(child: ChildProcess): void {
  try {
    if (child.pid !== undefined && process.platform !== 'win32') process.kill(-child.pid, 'SIGKILL');
    else child.kill('SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

function ask(
  child: ChildProcess,
  request: ExtractionRequest,
  limits: ExtractionLimits,
): Promise<{ readonly outcome: ExtractionOutcome; readonly residentBytes: number }> {
  return new Promise((resolve) => {
    const parts: string[] = [];
    const finish = (outcome: ExtractionOutcome, residentBytes = 0): void => {
      clearTimeout(timer);
      clearInterval(poll);
      child.off('message', hear).off('exit', exited).off('error', exited);
      rest(child);
      resolve({ outcome, residentBytes });
    };
    const stop = (reason: string): void => {
      kill(child);
      finish({ kind: 'killed', reason });
    };
    const hear = (reply: ExtractionReply): void => {
      if ('part' in reply) parts.push(reply.part);
      else finish({ kind: 'text', text: { ...reply.end, parts } }, reply.residentBytes);
    };
    const exited = (): void => finish({ kind: 'killed', reason: 'The process that read it ended.' });
    const timer = setTimeout(() => stop('It took too long.'), limits.milliseconds);
    const poll = setInterval(() => {
      void residentBytesOf(child.pid).then((bytes) => {
        if (bytes > limits.bytes) stop('It took too much memory.');
      });
    }, POLL_MS);
    wake(child);
    child.on('message', hear).on('exit', exited).on('error', exited);
    child.send(request, (error) => {
      if (error) exited();
    });
  });
}

/** Where the system does not tell, the limit of the heap has to do. */
async function residentBytesOf(pid: number | undefined): Promise<number> {
  if (process.platform !== 'linux' || pid === undefined) return 0;
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024;
}
