import { parseArgs } from 'node:util';

/** What `npm run user -- …` is asked to do. */
export type UserCommand = { readonly kind: 'help' } | PersonCommand | GroupCommand;

/** Passwords that are undefined are read from the terminal or the input. */
export type PersonCommand =
  | {
      readonly kind: 'add';
      readonly name: string;
      readonly admin: boolean;
      readonly displayName?: string | undefined;
      readonly password?: string | undefined;
    }
  | { readonly kind: 'passwd'; readonly name: string; readonly password?: string | undefined }
  | { readonly kind: 'enable' | 'disable'; readonly name: string }
  | { readonly kind: 'list' };

export type GroupCommand =
  | { readonly kind: 'group add'; readonly group: string; readonly displayName?: string | undefined }
  | { readonly kind: 'group remove' | 'group members'; readonly group: string }
  | { readonly kind: 'group member-add' | 'group member-remove'; readonly group: string; readonly member: string }
  | { readonly kind: 'group list' };

export const USAGE = `npm run user -- COMMAND

  add NAME [--admin] [--display-name TEXT]   make a person, with a home folder
  passwd NAME                                set a person's password
  enable NAME | disable NAME                 let a person log in, or not
  list                                       show all people
  group add GROUP [--display-name TEXT]      make a group
  group remove GROUP                         delete a group; its members stay
  group list                                 show all groups
  group members GROUP                        show who belongs directly to a group
  group member-add GROUP MEMBER              let a person or a group belong to a group
  group member-remove GROUP MEMBER           end that

Nobody is deleted, since what people made names them: disable keeps somebody out. Administrators are the members of
GROUP_ALFRESCO_ADMINISTRATORS; the last who can log in stays one.

Passwords are asked for, or read as one line from the standard input; --password TEXT gives one that others on this
machine may see. Names of groups begin with GROUP_, which may be left out of GROUP.
Ends with 0 when it is done, 1 when it cannot be done, 2 when the command is not understood.
`;

/** The command does not say what to do. */
export class UsageError extends Error {}

const OPTIONS = {
  admin: { type: 'boolean' },
  password: { type: 'string' },
  'display-name': { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

type Option = Exclude<keyof typeof OPTIONS, 'help'>;

interface Shape {
  readonly names: number;
  readonly options: readonly Option[];
}

const COMMANDS: Readonly<Record<Exclude<UserCommand['kind'], 'help'>, Shape>> = {
  add: { names: 1, options: ['admin', 'password', 'display-name'] },
  passwd: { names: 1, options: ['password'] },
  enable: { names: 1, options: [] },
  disable: { names: 1, options: [] },
  list: { names: 0, options: [] },
  'group add': { names: 1, options: ['display-name'] },
  'group remove': { names: 1, options: [] },
  'group list': { names: 0, options: [] },
  'group members': { names: 1, options: [] },
  'group member-add': { names: 2, options: [] },
  'group member-remove': { names: 2, options: [] },
};

export function isGroupCommand(command: PersonCommand | GroupCommand): command is GroupCommand {
  return command.kind.startsWith('group ');
}

/** @throws UsageError */
export function readUserCommand(args: readonly string[]): UserCommand {
  const { values, positionals } = parsed(args);
  if (values.help || positionals.length === 0 || positionals[0] === 'help') return { kind: 'help' };
  const words = positionals[0] === 'group' ? 2 : 1;
  const kind = positionals.slice(0, words).join(' ');
  if (!isKind(kind)) throw new UsageError(`There is no command '${kind}'.`);
  const names = positionals.slice(words);
  const { names: wanted, options } = COMMANDS[kind];
  if (names.length !== wanted) {
    throw new UsageError(`'${kind}' takes ${wanted === 1 ? '1 name' : `${wanted} names`}, not ${names.length}.`);
  }
  for (const option of Object.keys(values)) {
    if (!(options as readonly string[]).includes(option)) throw new UsageError(`'${kind}' takes no --${option}.`);
  }
  return commandOf(kind, names, values);
}

const isKind = (kind: string): kind is Exclude<UserCommand['kind'], 'help'> => Object.hasOwn(COMMANDS, kind);

type Values = ReturnType<typeof parsed>['values'];

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function commandOf(
  kind: Exclude<UserCommand['kind'], 'help'>,
  [first = '', member = '']: readonly string[],
  values: Values,
): UserCommand {
  const { password, 'display-name': displayName } = values;
  switch (kind) {
    case 'add':
      return { kind, name: first, admin: values.admin === true, displayName, password };
    case 'passwd':
      return { kind, name: first, password };
    case 'enable':
    case 'disable':
      return { kind, name: first };
    case 'list':
      return { kind };
    case 'group list':
      return { kind };
    case 'group add':
      return { kind, group: groupName(first), displayName };
    case 'group remove':
    case 'group members':
      return { kind, group: groupName(first) };
    case 'group member-add':
    case 'group member-remove':
      return { kind, group: groupName(first), member };
  }
}

const groupName = (name: string): string => (name.startsWith('GROUP_') ? name : `GROUP_${name}`);
