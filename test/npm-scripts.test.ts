import { spawnSync } from 'node:child_process';
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
});
