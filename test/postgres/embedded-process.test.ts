import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runningPostmaster } from '../../src/postgres/embedded/process';

it('looks for a running database while its file comes and goes', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'triptych-pid-'));
  const file = JSON.stringify(join(dir, 'postmaster.pid'));
  const other = spawn(
    process.execPath,
    ['-e', `const fs = require('fs'); for (;;) { fs.writeFileSync(${file}, '0'); fs.rmSync(${file}); }`],
    { stdio: 'ignore' },
  );
  try {
    for (const end = Date.now() + 1000; Date.now() < end;) expect(runningPostmaster(dir)).toBeUndefined();
  } finally {
    other.kill('SIGKILL');
    await new Promise((resolve) => other.once('exit', resolve));
    rmSync(dir, { recursive: true, force: true });
  }
});
