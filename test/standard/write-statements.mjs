/**
 * Writes `statements.md`: which test decides which statement of the standard. Tests and `not-applicable.ts` are read as
 * text: every string that begins with a number and a colon is a statement. With `--print` to standard output.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

/** Bindings that the product does not speak. */
const NOT_OFFERED = ['ws'];
const TITLE = /(['"`])(\d{1,3}): ((?:(?!\1)[^\\]|\\.)+)\1/gs;
const REASON = /(\d{1,3}):\s*(['"`])((?:(?!\2)[^\\]|\\.)+)\2/gs;

const here = (name) => new URL(name, import.meta.url);
const textOf = (name) => readFileSync(here(name), 'utf8');
const levels = JSON.parse(textOf('levels.json'));
const cell = (text) => text.replaceAll(/\\(.)/g, '$1').replaceAll('|', '\\|').replaceAll(/\s+/g, ' ');

const rows = new Map();
const files = readdirSync(here('.'))
  .filter((name) => name.endsWith('.test.ts'))
  .sort();
const found = [
  ...files.flatMap((file) => [...textOf(file).matchAll(TITLE)].map(([, , number, text]) => ({ file, number, text }))),
  ...[...textOf('not-applicable.ts').matchAll(REASON)].map(([, number, , text]) => ({ number, text })),
];
for (const { file, number, text } of found) {
  const before = rows.get(number);
  if (!levels[number]) throw new Error(`There is no statement ${number}.`);
  if (before && before.file !== file) throw new Error(`Statement ${number} is in two places.`);
  rows.set(number, { file, text: before ? `${before.text}; ${cell(text)}` : cell(text) });
}

const missing = Object.entries(levels)
  .filter(([number, [tag, level]]) => level === 'MUST' && !NOT_OFFERED.includes(tag) && !rows.has(number))
  .map(([number, [tag]]) => `${number} (${tag})`);
const table = Object.entries(levels)
  .filter(([number]) => rows.has(number))
  .map(([number, [, level, section]]) => {
    const { file, text } = rows.get(number);
    return `| ${number} | ${level} | ${section} | ${text} | ${file ?? 'not applicable'} |`;
  });
const page = [
  '# Statements of the standard and their tests',
  '',
  'Numbers are those of the test titles, sections those of CMIS 1.1. Written by `npm run standard:table`.',
  '',
  '| | Level | Section | Statement, or why it does not apply | Test |',
  '|---|---|---|---|---|',
  ...table,
  '',
  '## MUST without a test',
  '',
  missing.length === 0 ? 'None.' : missing.join(', '),
  '',
].join('\n');

if (process.argv.includes('--print')) process.stdout.write(page);
else writeFileSync(here('statements.md'), page);
