/**
 * Writes `statements.md`: which test decides which statement of the standard. Tests and `not-applicable.ts` are read as
 * text: a string that begins with a number and a colon is a statement, or several with `; 12: ` between them, told of
 * what the enclosing `describe` says. With `--print` to standard output.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

/** Bindings that the product does not speak. */
const NOT_OFFERED = ['ws'];
const TITLE = /(['"`])(\d{1,3}): ((?:(?!\1)[^\\]|\\.)+)\1/gs;
const REASON = /(\d{1,3}):\s*(['"`])((?:(?!\2)[^\\]|\\.)+)\2/gs;

const here = (name) => new URL(name, import.meta.url);
const textOf = (name) => readFileSync(here(name), 'utf8');
const levels = JSON.parse(textOf('levels.json'));
const cell = (text) =>
  text
    .replaceAll(/\\(.)/g, '$1')
    .replaceAll('|', '\\|')
    .replaceAll(/\s+/g, ' ')
    .replace(/ \([^()]*%[a-z]\)/, '');

/** Numbers and texts of the statements in a test file. */
function statementsOf(file) {
  const text = textOf(file);
  return [...text.matchAll(TITLE)].flatMap(({ 0: title, index }) => {
    const group = groupAt(text.slice(0, index));
    return title
      .slice(1, -1)
      .split(/[;,] (?=\d{1,3}: )/)
      .map((part) => /^(\d+): (.*)$/s.exec(part))
      .map(([, number, words]) => ({ file, number, text: group ? `${group}: ${words}` : words }));
  });
}

/** Title of the `describe` that is open at the end of a text. */
function groupAt(text) {
  const open = [];
  for (const line of text.split('\n')) {
    const opening = /^( *)describe\((['"`])(.+)\2, /.exec(line);
    if (opening) open.push({ end: `${opening[1]}});`, title: opening[3] });
    else if (line === open.at(-1)?.end) open.pop();
  }
  return open.map(({ title }) => title).join(', ');
}

/** Statements without a test, and why; `instead` stands where tests stand. */
const reasonsOf = (text, instead) =>
  [...text.matchAll(REASON)].map(([, number, , words]) => ({ file: instead, number, text: words }));
const [notApplicable, deviations = ''] = textOf('not-applicable.ts').split('export const deviations');

const rows = new Map();
const files = readdirSync(here('.'))
  .filter((name) => name.endsWith('.test.ts'))
  .sort();
const found = [
  ...files.flatMap(statementsOf),
  ...reasonsOf(notApplicable, 'not applicable'),
  ...reasonsOf(deviations, 'not kept'),
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
    return `| ${number} | ${level} | ${section} | ${text} | ${file} |`;
  });
const page = [
  '# Statements of the standard and their tests',
  '',
  'Numbers are those of the test titles, sections those of CMIS 1.1. Written by `npm run standard:table`.',
  '',
  '| | Level | Section | Statement, or why it does not apply or is not kept | Test |',
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
