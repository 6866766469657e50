import { readUserCommand, UsageError } from '../src/user-arguments';

describe('what the user command is asked to do', () => {
  it.each([
    [
      'add ann --admin --password=x --display-name Ann',
      { kind: 'add', name: 'ann', admin: true, password: 'x', displayName: 'Ann' },
    ],
    ['passwd ann', { kind: 'passwd', name: 'ann' }],
    ['disable ann', { kind: 'disable', name: 'ann' }],
    ['list', { kind: 'list' }],
    ['group add editors', { kind: 'group add', group: 'GROUP_editors' }],
    ['group member-add GROUP_editors ann', { kind: 'group member-add', group: 'GROUP_editors', member: 'ann' }],
    ['group list', { kind: 'group list' }],
    ['--help', { kind: 'help' }],
    ['add -h', { kind: 'help' }],
    ['help', { kind: 'help' }],
    ['help add', { kind: 'help' }],
    ['', { kind: 'help' }],
  ])('%s', (args, command) => {
    expect(readUserCommand(args.split(' ').filter((word) => word !== ''))).toEqual(command);
  });

  it.each([
    'ad ann',
    'add',
    'add a b',
    'group',
    'group ad x',
    'list x',
    'passwd ann --admin',
    'add ann --bad',
    'add ann --password',
    'group member-add x',
    'constructor',
  ])('is not understood: %s', (args) => {
    expect(() => readUserCommand(args.split(' '))).toThrow(UsageError);
  });
});
