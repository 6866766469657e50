import type { ChildProcess } from 'node:child_process';
import { kill, startConfined, type ConfinedOptions } from '../confined/confined-process';

/** After so many files a new process takes over: nothing piles up. */
const MAX_FILES = 50;
/** One that nobody needs does not lie in memory for long. */
const IDLE_MS = 20_000;

export interface WarmProcesses {
  /** `end`: it is not good for anybody else. */
  use<T>(work: (child: ChildProcess, end: () => void) => Promise<T>): Promise<T>;
  close(): void;
}

/** One process is kept for the next file; while it is busy others have a process of their own. */
export function warmProcesses(options: ConfinedOptions): WarmProcesses {
  const alive = new Map<ChildProcess, number>();
  let idle: ChildProcess | undefined;
  let timer: NodeJS.Timeout | undefined;
  const end = (child: ChildProcess): void => {
    alive.delete(child);
    if (idle === child) idle = undefined;
    kill(child);
  };
  const start = (): ChildProcess => {
    const child = startConfined(options);
    child.once('exit', () => end(child));
    return child;
  };
  const keep = (child: ChildProcess): void => {
    const files = (alive.get(child) ?? 0) + 1;
    if (idle || files >= MAX_FILES || !child.connected) return end(child);
    alive.set(child, files);
    idle = child;
    timer = setTimeout(() => end(child), IDLE_MS).unref();
  };
  return {
    use: async (work) => {
      clearTimeout(timer);
      const child = idle ?? start();
      idle = undefined;
      if (!alive.has(child)) alive.set(child, 0);
      try {
        return await work(child, () => end(child));
      } finally {
        if (alive.has(child)) keep(child);
      }
    },
    close: () => {
      clearTimeout(timer);
      for (const child of alive.keys()) end(child);
    },
  };
}
