/** A client of the v1 API, as small as tests need it. */
import { recordAnswer } from './record-answer';

export type Json = Readonly<Record<string, unknown>>;

export interface ApiAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Parsed where the answer is JSON. */
  readonly json: Json;
  /** The entry of an answer that holds one; empty for others. */
  readonly entry: Json;
  /** The entries of a list, bare. */
  readonly entries: readonly Json[];
  readonly pagination: Json;
}

export interface AlfrescoClient {
  /** Paths are below the core API, `/nodes/-root-`; those that begin with `/alfresco/` are whole. */
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<ApiAnswer>;
  post(path: string, body?: unknown): Promise<ApiAnswer>;
  put(path: string, body?: unknown): Promise<ApiAnswer>;
  delete(path: string): Promise<ApiAnswer>;
  fetch(path: string, init: RequestInit): Promise<ApiAnswer>;
  /** As `post`; fails unless it succeeds. */
  make(path: string, body: unknown): Promise<Json>;
}

export const CORE = '/alfresco/api/-default-/public/alfresco/versions/1';
export const AUTHENTICATION = '/alfresco/api/-default-/public/authentication/versions/1';

export const basic = (user: string, password: string): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

/** `authorization`: the header, none for strangers. */
export function alfrescoClient(url: string, authorization?: string): AlfrescoClient {
  const request = async (path: string, init: RequestInit = {}): Promise<ApiAnswer> => {
    const headers = { ...(authorization !== undefined && { Authorization: authorization }), ...init.headers };
    const address = path.startsWith('/alfresco/') ? path : CORE + path;
    const response = await fetch(url + address, { ...init, headers });
    const text = await response.text();
    const contentType = response.headers.get('content-type') ?? '';
    recordAnswer({ method: init.method ?? 'GET', url: address, status: response.status, contentType, text });
    const isJson = contentType.startsWith('application/json');
    const json = (isJson && text !== '' ? JSON.parse(text) : {}) as Json;
    const list = (json['list'] ?? {}) as { readonly entries?: readonly { entry: Json }[]; readonly pagination?: Json };
    return {
      status: response.status,
      headers: response.headers,
      text,
      json,
      entry: (json['entry'] ?? {}) as Json,
      entries: (list.entries ?? []).map(({ entry }) => entry),
      pagination: list.pagination ?? {},
    };
  };
  const sending =
    (method: string) =>
    (path: string, body?: unknown): Promise<ApiAnswer> => {
      if (body === undefined) return request(path, { method });
      if (body instanceof FormData) return request(path, { method, body });
      const headers = { 'Content-Type': 'application/json' };
      return request(path, { method, headers, body: typeof body === 'string' ? body : JSON.stringify(body) });
    };
  const post = sending('POST');
  return {
    get: (path, headers = {}) => request(path, { headers }),
    post,
    put: sending('PUT'),
    delete: (path) => request(path, { method: 'DELETE' }),
    fetch: request,
    make: async (path, body) => {
      const answer = await post(path, body);
      if (answer.status >= 300) throw new Error(`POST ${path}: ${answer.status} ${answer.text}`);
      return answer.entry;
    },
  };
}

/** What an error says, without the number before it; empty for answers that are none. */
export function errorOf({ json }: ApiAnswer): {
  readonly errorKey?: string;
  readonly statusCode?: number;
  readonly summary?: string;
} {
  const error = (json['error'] ?? {}) as Json;
  return {
    ...(error as { readonly errorKey?: string; readonly statusCode?: number }),
    summary: (typeof error['briefSummary'] === 'string' ? error['briefSummary'] : '').replace(/^\d{8} /, ''),
  };
}
