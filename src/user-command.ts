/** `npm run user -- …`: people and groups, from the machine of the server. */
import { readConfig } from './config';
import type { Directory, Slice } from './identity/directory';
import { hashPassword } from './identity/passwords';
import { ADMINISTRATORS } from './model/principal';
import { readPassword } from './password-input';
import { openDatabase } from './postgres/connection/database';
import { makeHome } from './postgres/directory/homes';
import { principalDirectory } from './postgres/directory/principals';
import { readAlfrescoProperties } from './properties-file';
import { withRepositoryDatabase } from './repository-database';
import { isGroupCommand, readUserCommand, USAGE, UsageError } from './user-arguments';
import type { GroupCommand, PersonCommand } from './user-arguments';

void main();

async function main(): Promise<void> {
  try {
    const command = readUserCommand(process.argv.slice(2));
    if (command.kind === 'help') {
      process.stdout.write(USAGE);
      return;
    }
    const password = await passwordOf(command);
    const config = readConfig(process.env, readAlfrescoProperties(process.env));
    await withRepositoryDatabase(config, (url) =>
      withDirectory(url, (directory) =>
        isGroupCommand(command) ? runOnGroups(directory, command) : run(directory, command, password),
      ),
    );
  } catch (error) {
    process.exitCode = fail(error);
  }
}

function fail(error: unknown): number {
  const { message } = error as Error;
  process.stderr.write(error instanceof UsageError ? `${message}\n\n${USAGE}` : `${message}\n`);
  return error instanceof UsageError ? 2 : 1;
}

/** Asked for before anything is opened: people type slowly. */
async function passwordOf(command: PersonCommand | GroupCommand): Promise<string | undefined> {
  if (command.kind !== 'add' && command.kind !== 'passwd') return undefined;
  return hashPassword(command.password ?? (await readPassword(command.name)));
}

async function withDirectory(url: string, use: (directory: Directory) => Promise<void>): Promise<void> {
  const database = openDatabase({ url, connections: 2 });
  try {
    const [row] = await database.run({ text: `select to_regclass('repository') is not null` });
    if (row?.[0] !== 't') throw new Error('There is no repository in this database yet: start the server once.');
    await use(principalDirectory({ database, onPersonCreated: makeHome }));
  } finally {
    await database.close();
  }
}

async function run(directory: Directory, command: PersonCommand, password: string | undefined): Promise<void> {
  switch (command.kind) {
    case 'add': {
      const { name, displayName, admin } = command;
      await directory.createPerson({ name, displayName, password, groups: admin ? [ADMINISTRATORS] : [] });
      return say(`Made '${name}'${admin ? ', an administrator' : ''}.`);
    }
    case 'passwd':
      await directory.updatePerson(command.name, { password });
      return say(`Changed the password of '${command.name}'.`);
    case 'enable':
    case 'disable':
      await directory.updatePerson(command.name, { enabled: command.kind === 'enable' });
      return say(`'${command.name}' is ${command.kind}d.`);
    case 'list':
      return show(
        (slice) => directory.people(slice),
        (person) => [
          person.name,
          person.enabled ? '' : 'disabled',
          person.admin ? 'administrator' : '',
          person.hasPassword ? '' : 'no password',
          person.displayName ?? '',
        ],
      );
  }
}

async function runOnGroups(directory: Directory, command: GroupCommand): Promise<void> {
  switch (command.kind) {
    case 'group add':
      await directory.createGroup({ name: command.group, displayName: command.displayName });
      return say(`Made '${command.group}'.`);
    case 'group remove':
      await directory.deleteGroup(command.group);
      return say(`Deleted '${command.group}'.`);
    case 'group list':
      return show(
        (slice) => directory.groups(slice),
        ({ name, displayName }) => [name, displayName ?? ''],
      );
    case 'group members':
      return show(
        (slice) => directory.members(command.group, slice),
        ({ name, kind }) => [name, kind],
      );
    case 'group member-add':
      await directory.addMember(command);
      return say(`'${command.member}' belongs to '${command.group}'.`);
    case 'group member-remove':
      await directory.removeMember(command);
      return say(`'${command.member}' no longer belongs to '${command.group}'.`);
  }
}

const PART = 1000;

/** One line each, columns separated by tabs. */
async function show<T extends { readonly name: string }>(
  read: (slice: Slice) => Promise<readonly T[]>,
  columns: (row: T) => readonly string[],
): Promise<void> {
  for (let rows = await read({ limit: PART }); rows.length > 0;) {
    say(rows.map((row) => columns(row).join('\t').trimEnd()).join('\n'));
    const last = rows[rows.length - 1];
    rows = rows.length < PART || !last ? [] : await read({ limit: PART, after: last.name });
  }
}

const say = (text: string): void => void process.stdout.write(`${text}\n`);
