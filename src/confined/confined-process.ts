/** Child processes in which strangers' files are read: they know no secrets, and may be killed at any moment. */
import { fork, type ChildProcess } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';

/** Compiled code is run as it is; from the sources it is translated on the way. */
const FROM_SOURCES = extname(__filename) === '.ts';
const EXEC_ARGUMENTS = FROM_SOURCES ? ['--require', join(__dirname, 'sources-loader.cjs')] : [];

export interface ConfinedOptions {
  /** Path of the code without its extension. */
  readonly file: string;
  readonly heapMB: number;
  /** Beside what follows from the options; undefined: nothing. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts a child that talks by messages. It keeps no process alive until it is woken. */
export function startConfined({ file, heapMB, env = {} }: ConfinedOptions): ChildProcess {
  const child = fork(`${file}${FROM_SOURCES ? '.ts' : '.js'}`, [], {
    execArgv: [...EXEC_ARGUMENTS, `--max-old-space-size=${heapMB}`],
    // Nothing of the server's environment: there may be passwords in it.
    env,
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
export function rest(child: ChildProcess): void {
  child.unref();
  child.channel?.unref();
}

/** A child that is asked something keeps the process alive until `rest`. */
export function wake(child: ChildProcess): void {
  child.ref();
  child.channel?.ref();
}

/** Ends the child with all that it has started. */
export function kill(child: ChildProcess): void {
  try {
    if (child.pid !== undefined && process.platform !== 'win32') process.kill(-child.pid, 'SIGKILL');
    else child.kill('SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

/** Where the system does not tell, the limit of the heap has to do. */
async function residentBytesOf(pid: number | undefined): Promise<number> {
  if (process.platform !== 'linux' || pid === undefined) return 0;
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024;
}

export interface ConfinedLimits {
  readonly milliseconds: number;
  /** Resident memory of the process. */
  readonly bytes: number;
}

const POLL_MS = 100;

/**
 * Asks a child something and hears its replies until one makes an answer. When it takes more than it may have it is
 * killed; then, and when it ends by itself, the answer is what `lost` makes of the reason.
 */
export function askConfined<Reply, Answer>(
  child: ChildProcess,
  input: {
    readonly request: object;
    readonly limits: ConfinedLimits;
    readonly hear: (reply: Reply) => Answer | undefined;
    readonly lost: (reason: string) => Answer;
  },
): Promise<Answer> {
  const { request, limits, hear, lost } = input;
  return new Promise((resolve) => {
    const finish = (answer: Answer): void => {
      clearTimeout(timer);
      clearInterval(poll);
      child.off('message', heard).off('exit', exited).off('error', exited);
      rest(child);
      resolve(answer);
    };
    const stop = (reason: string): void => {
      kill(child);
      finish(lost(reason));
    };
    const heard = (reply: unknown): void => {
      const answer = hear(reply as Reply);
      if (answer !== undefined) finish(answer);
    };
    const exited = (): void => finish(lost('The process that read it ended.'));
    const timer = setTimeout(() => stop('It took too long.'), limits.milliseconds);
    const poll = setInterval(() => {
      void residentBytesOf(child.pid).then((bytes) => {
        if (bytes > limits.bytes) stop('It took too much memory.');
      });
    }, POLL_MS);
    wake(child);
    child.on('message', heard).on('exit', exited).on('error', exited);
    child.send(request, (error) => {
      if (error) exited();
    });
  });
}
