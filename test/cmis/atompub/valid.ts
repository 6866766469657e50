import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const SCHEMAS = join(__dirname, '..', '..', '..', 'schemas', 'cmis');
const hasXmllint = spawnSync('xmllint', ['--version']).error === undefined;

type Version = '1.0' | '1.1';

/** Complaints about a document; empty when there are none. */
export type Check = (xml: string, version: Version) => Promise<string>;

/** What the OASIS schemas say; nothing where there is no xmllint to ask. */
export const complaints: Check = (xml, version) => lint(version, ['-'], xml);

function lint(version: Version, files: readonly string[], input = ''): Promise<string> {
  if (!hasXmllint) return Promise.resolve('');
  return new Promise((resolve, reject) => {
    const lint = spawn('xmllint', ['--nonet', '--noout', '--schema', join(SCHEMAS, version, 'all.xsd'), ...files]);
    let output = '';
    lint.stderr.on('data', (piece: Buffer) => (output += piece.toString()));
    lint.on('error', reject);
    lint.on('close', (code) => resolve(code === 0 ? '' : withoutValid(output).slice(0, 4000)));
    lint.stdin.end(input);
  });
}

const withoutValid = (output: string): string => output.replace(/^.* validates\n/gm, '');

/** Gathers documents to ask about all of them at once, which takes a hundredth of the time. */
export function laterComplaints(): { readonly check: Check; readonly all: () => Promise<string> } {
  const documents: Record<Version, string[]> = { '1.0': [], '1.1': [] };
  return {
    check: (xml, version) => {
      documents[version].push(xml);
      return Promise.resolve('');
    },
    all: async () => {
      const folder = await mkdtemp(join(tmpdir(), 'triptych-answers-'));
      let found = '';
      for (const version of ['1.0', '1.1'] as const) {
        const files = documents[version].map((_, index) => join(folder, `${version}-${index}.xml`));
        await Promise.all(files.map((file, index) => writeFile(file, documents[version][index] ?? '')));
        if (files.length > 0) found += await lint(version, files);
      }
      await rm(folder, { recursive: true });
      return found;
    },
  };
}
