import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';

const SCHEMAS = join(__dirname, '..', '..', '..', 'schemas', 'cmis');
const hasXmllint = spawnSync('xmllint', ['--version']).error === undefined;

/** Complaints of the OASIS schemas about a document; empty when it is valid, or where there is no xmllint to ask. */
export function complaints(xml: string, version: '1.0' | '1.1'): Promise<string> {
  if (!hasXmllint) return Promise.resolve('');
  return new Promise((resolve, reject) => {
    const lint = spawn('xmllint', ['--nonet', '--noout', '--schema', join(SCHEMAS, version, 'all.xsd'), '-']);
    let output = '';
    lint.stderr.on('data', (piece: Buffer) => (output += piece.toString()));
    lint.on('error', reject);
    lint.on('close', (code) => resolve(code === 0 ? '' : output.slice(0, 4000)));
    lint.stdin.end(xml);
  });
}
