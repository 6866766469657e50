// validate-contract.mjs DEFINITIONS ANSWERS [DEVIATIONS]: checks recorded answers of the v1 API (ANSWERS/*.jsonl) against
// published definitions (DEFINITIONS/*.yaml). DEVIATIONS lists faults that are meant, with the reason. The answers come
// from `RECORD_ANSWERS=ANSWERS npx jest test/alfresco`.
// Ends with 0 when there are some answers and all of them are valid.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { complaintsAbout, readContract } from './contract.mjs';

const [definitions, answers, deviationsFile] = process.argv.slice(2);
const contract = readContract(definitions);
const deviations = (deviationsFile === undefined ? [] : JSON.parse(readFileSync(deviationsFile, 'utf8'))).map(
  (one) => ({
    ...one,
    matches: new RegExp(one.complaint),
  }),
);
const recorded = readdirSync(answers)
  .filter((file) => file.endsWith('.jsonl'))
  .flatMap((file) => readFileSync(join(answers, file), 'utf8').split('\n'))
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line));

const excuses = (operation, complaint) =>
  deviations.find(
    (one) => (one.operation === undefined || one.operation === operation.name) && one.matches.test(complaint),
  );

const faults = new Map();
const seen = new Set();
const used = new Set();
const unknown = new Set();
let [checked, excused] = [0, 0];
for (const answer of recorded) {
  const path = answer.url.replace(/[?#].*$/s, '');
  const operation = contract.find(answer.method, path);
  if (!operation) {
    if (answer.status < 400) unknown.add(`${answer.method} ${path}`);
    continue;
  }
  checked++;
  if (answer.status < 400) seen.add(operation.name);
  for (const complaint of complaintsAbout(contract, operation, answer)) {
    const excuse = excuses(operation, complaint);
    if (excuse) {
      excused++;
      used.add(excuse);
      continue;
    }
    const fault = `${operation.name}: ${complaint}`;
    faults.set(fault, { count: (faults.get(fault)?.count ?? 0) + 1, url: `${answer.method} ${answer.url}` });
  }
}

for (const [fault, { count, url }] of [...faults].sort()) {
  console.error(`${fault} (${count} times, the last: ${url.slice(0, 200)})`);
}
for (const one of deviations) {
  if (!used.has(one)) console.error(`No answer deviates any more: ${one.operation ?? 'any'}: ${one.complaint}`);
}
if (process.env.VERBOSE) for (const one of unknown) console.error(`Not in the definitions: ${one}`);
console.log(
  `v1 contract: ${checked} answers of ${seen.size} operations checked, ${faults.size} faults, ` +
    `${used.size} known deviations (${excused} times)`,
);
process.exit(checked === 0 || faults.size > 0 ? 1 : 0);
