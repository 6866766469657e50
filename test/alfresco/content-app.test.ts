/**
 * What a web client of Alfresco's, the Content App, asks for, call by call in the order in which it asks, and what it reads
 * of the answers: without these it shows less, or nothing. Each flow goes on with what those before it have left.
 */
import { AUTHENTICATION, errorOf, type AlfrescoClient, type ApiAnswer, type Json } from './client';
import { FLOWS, type CallOfApp } from './content-app-flows';
import { eventually } from './renditions';
import { startAlfresco, type AlfrescoServer } from './server';

let server: AlfrescoServer;
let client: AlfrescoClient;
/** By the names in braces that calls have in their addresses and bodies. */
const known = new Map<string, string>();

const PLACES: Readonly<Record<string, string>> = {
  AUTH: AUTHENTICATION,
  SEARCH: '/alfresco/api/-default-/public/search/versions/1',
  PRIVATE: '/alfresco/api/-default-/private/alfresco/versions/1',
  OLD: '/alfresco/s/api',
  DISCOVERY: '/alfresco/api/discovery',
};

beforeAll(async () => {
  server = await startAlfresco(['ann']);
  client = server.stranger;
});
afterAll(() => server.close());

const filled = (text: string): string =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => known.get(name) ?? `no ${name}`);

function addressOf(call: string): { readonly method: string; readonly path: string } {
  const [, method = '', place = '', rest = ''] = /^(\w+) ([A-Z]*)(.*)$/s.exec(filled(call)) ?? [];
  // As a browser writes it, but for what is written with an escape already.
  const path = rest.replace(/[ '"<>*]/g, (character) => encodeURIComponent(character).replace("'", '%27'));
  return { method, path: (PLACES[place] ?? '') + path };
}

/** What is at `list.entries.0.entry.id`; `[x=y]` is the element of a list with that member. */
function at(value: unknown, path: string): unknown {
  return path.split(/\.(?![^[]*\])/).reduce<unknown>((here, step) => {
    const [, name, wanted] = /^\[([\w.]+)=(.*)\]$/.exec(step) ?? [];
    if (name !== undefined && Array.isArray(here))
      return here.find((one) => String(at(one, name)) === filled(wanted ?? ''));
    return (here as Json | undefined)?.[step];
  }, value);
}

async function ask({ call, body, form, ticket = true, headers = {} }: CallOfApp): Promise<ApiAnswer> {
  const { method, path } = addressOf(call);
  const authorization = { ...(ticket && { Authorization: `Basic ${btoa(known.get('ticket') ?? '')}` }), ...headers };
  if (form) {
    const data = new FormData();
    for (const [name, value] of form) {
      if (typeof value === 'string') data.append(name, filled(value));
      else data.append(name, new Blob([value.text], { type: value.type }), value.file);
    }
    return client.fetch(path, { method, body: data, headers: authorization });
  }
  const isBytes = typeof body === 'string';
  return client.fetch(path, {
    method,
    headers: {
      Accept: 'application/json',
      'Content-Type': isBytes ? 'application/octet-stream' : 'application/json',
      ...authorization,
    },
    ...(body !== undefined && { body: isBytes ? body : filled(JSON.stringify(body)) }),
  });
}

function check({ call, status, needs = [], lacks = [], is = {} }: CallOfApp, answer: ApiAnswer): void {
  expect({ call, status: answer.status, text: answer.status === status ? '' : answer.text }).toEqual({
    call,
    status,
    text: '',
  });
  expect({ call, missing: needs.filter((path) => at(answer.json, path) === undefined) }).toEqual({ call, missing: [] });
  expect({ call, there: lacks.filter((path) => at(answer.json, path) !== undefined) }).toEqual({ call, there: [] });
  for (const [path, value] of Object.entries(is)) {
    expect({ call, [path]: at(answer.json, path) }).toEqual({
      call,
      [path]: typeof value === 'string' ? filled(value) : value,
    });
  }
  // The client reads the body of every error.
  if (status >= 400)
    expect(errorOf(answer)).toMatchObject({ statusCode: status, errorKey: expect.any(String) as string });
  if (status === 204) expect(answer.text).toBe('');
}

async function play(step: CallOfApp): Promise<void> {
  const { until, keep = {}, contentType } = step;
  const answer = until
    ? await eventually(async () => {
        const polled = await ask(step);
        return at(polled.json, until[0]) === until[1] ? polled : undefined;
      })
    : await ask(step);
  check(step, answer);
  if (contentType !== undefined) expect(answer.headers.get('content-type')).toMatch(contentType);
  expect(answer.headers.get('www-authenticate') ?? '').not.toMatch(/^Basic/i);
  for (const [name, path] of Object.entries(keep)) known.set(name, String(at(answer.json, path)));
}

it.each(FLOWS)('%s', async (_flow, calls) => {
  for (const call of calls) await play(call);
});
