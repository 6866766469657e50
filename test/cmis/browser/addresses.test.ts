import { CmisError } from '../../../src/model/errors';
import { BROWSER_MOUNTS, browserAddresses, target } from '../../../src/cmis/browser/addresses';
import { callbackName, script } from '../../../src/cmis/browser/callback';
import { parseQuery } from '../../../src/cmis/parameters';

const codeOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof CmisError) return error.code;
    throw error;
  }
  return 'nothing';
};

it.each([
  ['', { kind: 'service' }],
  ['/', { kind: 'service' }],
  ['/-default-', { kind: 'repository', repositoryId: '-default-' }],
  ['/%2Ddefault%2D/', { kind: 'repository', repositoryId: '-default-' }],
  ['/root', { kind: 'object', path: '/' }],
  ['/root/', { kind: 'object', path: '/' }],
  ['/root/a%20b/100%25/', { kind: 'object', path: '/a b/100%' }],
  ['/root/root', { kind: 'object', path: '/root' }],
  ['/-default-/root/a', { kind: 'object', path: '/a', repositoryId: '-default-' }],
  ['/root/a+b;c', { kind: 'object', path: '/a+b;c' }],
])('%s is an address', (rest, expected) => {
  expect(target(rest)).toEqual(expected);
});

it.each([
  ['/root/%', 'invalidArgument'],
  ['/root/%ff', 'invalidArgument'],
  ['/root/a%2Fb', 'invalidArgument'],
  ['/root/a%00', 'invalidArgument'],
  ['/root/a%0A', 'invalidArgument'],
  ['/-default-/other', 'notSupported'],
])('%s is none', (rest, code) => {
  expect(codeOf(() => target(rest))).toBe(code);
});

it('names addresses below the one that the client used', () => {
  const of = (path: string): unknown => {
    const mount = BROWSER_MOUNTS.find((candidate) => candidate.path === path);
    return mount && browserAddresses('https://h', mount, '-default-');
  };
  const open = '/alfresco/api/-default-/public/cmis/versions/1.1/browser';
  expect(of(open)).toEqual({
    repository: `https://h${open}`,
    rootFolder: `https://h${open}/root`,
    thinClient: 'https://h/',
  });
  expect(of('/cmis/1.1/browser')).toMatchObject({
    repository: 'https://h/cmis/1.1/browser/-default-',
    rootFolder: 'https://h/cmis/1.1/browser/-default-/root',
  });
});

describe('a callback', () => {
  const name = (query: string, allowed = true, answersJson = true): string | undefined =>
    callbackName(parseQuery(query), { allowed, answersJson });

  it.each(['f', '$', '_a.b', 'a.$b[0].c', 'jQuery1_2'])('may be called %s', (text) => {
    expect(name(`callback=${text}`)).toBe(text);
  });

  it.each(['', '0', 'a-b', 'a(', 'a;b', 'a.', 'a[b]', "a['b']", 'a b', '<script>', 'ä'])(
    'may not be called %p',
    (text) => {
      expect(codeOf(() => name(`callback=${encodeURIComponent(text)}`))).toBe('invalidArgument');
    },
  );

  it('is refused while it is switched off, and where no script can be the answer', () => {
    expect(name('x=1', false)).toBeUndefined();
    expect(codeOf(() => name('callback=f', false))).toBe('permissionDenied');
    expect(codeOf(() => name('callback=', false))).toBe('permissionDenied');
    expect(codeOf(() => name('callback=f', true, false))).toBe('invalidArgument');
  });

  it('gets the answer as its argument', () => {
    expect(script('f', '{"a":"\u2028"}')).toBe('f({"a":"\\u2028"})');
  });
});
