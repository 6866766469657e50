/** A client of the browser binding, as small as tests need it. */

export interface Credentials {
  readonly user: string;
  readonly password: string;
}

export type Json = Readonly<Record<string, unknown>>;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Parsed where the answer is JSON. */
  readonly json: unknown;
}

/** An answer that holds one object, as `succinct` shows it. */
export interface ObjectAnswer extends Answer {
  readonly id: string;
  readonly properties: Json;
}

export type Fields = Readonly<Record<string, string | number | boolean | undefined>>;

export interface Content {
  readonly text: string;
  readonly type?: string;
  readonly name?: string;
}

type Form = readonly [fields?: Fields, content?: Content];

/** Where a request goes: the repository, an object by id, or one by path from '/' on. */
export type Place = 'repository' | { readonly id: string } | { readonly path: string };

export interface BrowserClient {
  readonly repositoryUrl: string;
  readonly rootUrl: string;
  /** GET with a selector. */
  get(place: Place, selector: string | undefined, parameters?: Fields): Promise<Answer>;
  /** POST with an action, url-encoded, or multipart when there is content. */
  post(place: Place, action: string | undefined, ...form: Form): Promise<Answer>;
  /** As `post` of something that answers an object; fails unless the status is one of success. */
  make(place: Place, action: string, ...form: Form): Promise<ObjectAnswer>;
  /** Any request below the service. */
  fetch(url: string, init?: RequestInit): Promise<Answer>;
}

/** A client of the repository at an address; without credentials a stranger. */
export function browserClient(repositoryUrl: string, credentials?: Credentials): BrowserClient {
  const rootUrl = `${repositoryUrl}/root`;
  const authorization: Record<string, string> = credentials
    ? { Authorization: `Basic ${Buffer.from(`${credentials.user}:${credentials.password}`).toString('base64')}` }
    : {};
  const request = async (url: string, init: RequestInit = {}): Promise<Answer> => {
    const response = await fetch(url, { ...init, headers: { ...authorization, ...init.headers } });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false;
    return {
      status: response.status,
      headers: response.headers,
      text,
      json: isJson && text !== '' ? JSON.parse(text) : undefined,
    };
  };
  const urlOf = (place: Place, parameters: Fields = {}): string => {
    const query = encoded(
      typeof place === 'object' && 'id' in place ? { objectId: place.id, ...parameters } : parameters,
    );
    const base =
      place === 'repository'
        ? repositoryUrl
        : `${rootUrl}${'path' in place ? encodeURI(place.path).replace(/\/$/, '') : ''}`;
    return query === '' ? base : `${base}?${query}`;
  };
  const client: BrowserClient = {
    repositoryUrl,
    rootUrl,
    fetch: request,
    get: (place, selector, parameters = {}) => request(urlOf(place, { cmisselector: selector, ...parameters })),
    post: (place, action, ...[fields = {}, content]) => {
      const all = { cmisaction: action, ...fields };
      if (content) return request(urlOf(place), { method: 'POST', body: multipart(all, content) });
      const headers = { 'Content-Type': 'application/x-www-form-urlencoded;charset=utf-8' };
      return request(urlOf(place), { method: 'POST', headers, body: encoded(all) });
    },
    make: async (place, action, ...[fields = {}, content]) => {
      const answer = await client.post(place, action, { succinct: true, ...fields }, content);
      if (answer.status >= 300) throw new Error(`${action}: ${answer.status} ${answer.text}`);
      const { succinctProperties } = answer.json as { readonly succinctProperties: Json };
      return { ...answer, properties: succinctProperties, id: String(succinctProperties['cmis:objectId']) };
    },
  };
  return client;
}

function encoded(fields: Fields): string {
  return Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`)
    .join('&');
}

function multipart(fields: Fields, content: Content): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) form.append(name, String(value));
  form.append(
    'content',
    new Blob([content.text], { type: content.type ?? 'text/plain' }),
    content.name ?? 'content.txt',
  );
  return form;
}

/** Controls that set properties; a list sets a multi-valued one, null unsets. */
export function properties(
  values: Readonly<Record<string, string | number | boolean | null | readonly (string | number | boolean)[]>>,
): Fields {
  const fields: Record<string, string> = {};
  Object.entries(values).forEach(([id, value], index) => {
    fields[`propertyId[${index}]`] = id;
    if (value === null) return;
    if (typeof value === 'object')
      value.forEach((item, at) => (fields[`propertyValue[${index}][${at}]`] = String(item)));
    else fields[`propertyValue[${index}]`] = String(value);
  });
  return fields;
}

/** Controls that make something of a type and a name. */
export const named = (typeId: string, name: string, more: Parameters<typeof properties>[0] = {}): Fields =>
  properties({ 'cmis:objectTypeId': typeId, 'cmis:name': name, ...more });

/** The exception that an answer names. */
export const exceptionOf = (answer: Answer): unknown => (answer.json as Json | undefined)?.['exception'];
