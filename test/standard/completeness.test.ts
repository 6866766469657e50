import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deviations, notApplicable } from './not-applicable';

const page = readFileSync(join(__dirname, 'statements.md'), 'utf8');

it('the table of statements is up to date', () => {
  const script = join(__dirname, 'write-statements.mjs');
  expect(page).toBe(execFileSync(process.execPath, [script, '--print'], { encoding: 'utf8' }));
});

it('every MUST of what is offered has a test, or a reason why it does not apply or is not kept', () => {
  expect(page.split('## MUST without a test')[1]?.trim()).toBe('None.');
  for (const number of Object.keys(notApplicable))
    expect(page).toMatch(new RegExp(`^\\| ${number} \\|.*\\| not applicable`, 'm'));
  for (const number of Object.keys(deviations))
    expect(page).toMatch(new RegExp(`^\\| ${number} \\|.*\\| not kept`, 'm'));
});
