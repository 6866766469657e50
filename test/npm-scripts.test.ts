import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'triptych-scripts-'));
  cpSync(resolve(__dirname, '..', 'package.json'), join(folder, 'package.json'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const fresh = () => spawnSync('npm', ['run', '--silent', 'fresh'], { cwd: folder, encoding: 'utf8' });

describe('compiling what has changed', () => {
  it('is nothing where there are no sources, as in an image', () => {
    expect(fresh()).toMatchObject({ status: 0, stdout: '', stderr: '' });
    expect(existsSync(join(folder, 'dist'))).toBe(false);
  });

  it('says in a sentence that it needs the development packages', () => {
    mkdirSync(join(folder, 'src'));
    writeFileSync(join(folder, 'src', 'main.ts'), '');
    const { status, stderr } = fresh();
    expect(status).not.toBe(0);
    expect(stderr).toBe('Building needs the development packages: npm ci --include=dev\n');
  });

  it('may be done by two commands at the same time', async () => {
    for (const name of ['src', 'node_modules/typescript', 'node_modules/.bin']) {
      mkdirSync(join(folder, name), { recursive: true });
    }
    for (const name of ['src/main.ts', 'tsconfig.json', 'tsconfig.build.json']) writeFileSync(join(folder, name), '');
    // A compiler that ends when the other one has begun.
    const wait =
      'touch begun-$$; for i in $(seq 200); do [ $(ls begun-* | wc -l) -ge 2 ] && exit 0; sleep 0.1; done; exit 1';
    writeFileSync(join(folder, 'node_modules', '.bin', 'tsc'), `#!/bin/sh\n${wait}\n`, { mode: 0o755 });
    const run = (): Promise<number | null> =>
      new Promise((end) => {
        spawn('npm', ['run', '--silent', 'fresh'], { cwd: folder, stdio: 'ignore' }).on('close', end);
      });
    expect(await Promise.all([run(), run()])).toEqual([0, 0]);
    expect(fresh()).toMatchObject({ status: 0, stderr: '' });
  });
});
