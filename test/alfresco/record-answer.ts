import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

export interface Recorded {
  readonly method: string;
  /** With its query. */
  readonly url: string;
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
}

const folder = process.env['RECORD_ANSWERS'];
/** More says nothing new of its kind. */
const MAX_TEXT = 2_000_000;

/** Keeps what a server answered, a line of JSON each, in the folder that `RECORD_ANSWERS` names; without it nothing. */
export function recordAnswer({ text, ...answer }: Recorded): void {
  if (folder === undefined || folder === '') return;
  const isJson = answer.contentType.startsWith('application/json');
  if (text.length > MAX_TEXT) return;
  mkdirSync(folder, { recursive: true });
  const line = { ...answer, isEmpty: text === '', ...(isJson && text !== '' && { body: JSON.parse(text) as unknown }) };
  appendFileSync(join(folder, `${process.pid}.jsonl`), `${JSON.stringify(line)}\n`);
}
