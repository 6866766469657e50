import { Worker } from 'node:worker_threads';

/** In a confined process: ends it with whoever started it, even out of an endless loop. */
export function endWithParent(): void {
  process.on('disconnect', () => process.exit());
  new Worker(
    `const { workerData } = require('node:worker_threads');
   setInterval(() => { if (process.ppid !== workerData) process.kill(process.pid, 'SIGKILL'); }, 1000);`,
    { eval: true, workerData: process.ppid, stdout: false },
  );
}
