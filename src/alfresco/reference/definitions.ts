/** The API reference: one OpenAPI 3.0 document for each API, made from the table of operations. */
import type { Api, Json, OperationInfo } from '../framework/operation';
import { operationItem, type Security } from './operation-item';
import { resourceOf } from './resources';
import { schemasFor } from './schemas';

interface ApiInfo {
  /** Of its document, as Alfresco's clients and generators ask for it. */
  readonly file: string;
  readonly title: string;
  readonly base: string;
}

const PUBLIC = '/alfresco/api/-default-/public';
const APIS: Readonly<Record<Api, ApiInfo>> = {
  core: { file: 'alfresco-core', title: 'Core API', base: `${PUBLIC}/alfresco/versions/1` },
  model: { file: 'alfresco-model', title: 'Model API', base: `${PUBLIC}/alfresco/versions/1` },
  search: { file: 'alfresco-search', title: 'Search API', base: `${PUBLIC}/search/versions/1` },
  authentication: { file: 'alfresco-auth', title: 'Authentication API', base: `${PUBLIC}/authentication/versions/1` },
  rules: {
    file: 'alfresco-rules',
    title: 'Rules API',
    base: '/alfresco/api/-default-/private/alfresco/versions/1',
  },
  discovery: { file: 'alfresco-discovery', title: 'Discovery API', base: '/alfresco/api' },
};

/** Of an API that has operations. */
export interface Definition {
  readonly file: string;
  readonly title: string;
  /** `baseUrl`: scheme, host and prefix as the client used them. */
  document(baseUrl: string): Json;
}

export interface DefinitionsInput {
  readonly operations: readonly OperationInfo[];
  readonly version: string;
  /** Whether tokens of an identity service are taken. */
  readonly takesTokens: boolean;
}

export function definitions(input: DefinitionsInput): readonly Definition[] {
  return (Object.keys(APIS) as Api[]).flatMap((api) => {
    const operations = input.operations.filter((operation) => operation.api === api);
    return operations.length === 0 ? [] : [definition(api, { ...input, operations })];
  });
}

function definition(api: Api, { operations, version, takesTokens }: DefinitionsInput): Definition {
  const { file, title, base } = APIS[api];
  const securitySchemes = takesTokens ? { ...SCHEMES, token: TOKEN } : SCHEMES;
  const paths = pathsOf(
    operations,
    Object.keys(securitySchemes).map((name) => ({ [name]: [] })),
  );
  const components = { securitySchemes, schemas: schemasFor(paths) };
  const tags = [...new Set(operations.map(({ path }) => resourceOf(path)))].map((name) => ({ name }));
  const document = (baseUrl: string): Json => ({
    openapi: '3.0.3',
    info: { title: `Triptych: ${title}`, version, description: DESCRIPTION },
    servers: [{ url: baseUrl + base }],
    tags,
    paths,
    components,
  });
  return { file, title, document };
}

const DESCRIPTION =
  'Made from the operations that this server has. Dates in answers are written as 2026-01-31T10:20:30.456+0000.';

const SCHEMES: Readonly<Record<string, Json>> = {
  basic: {
    type: 'http',
    scheme: 'basic',
    description: 'Name and password; or the name ROLE_TICKET with a ticket as the password.',
  },
  ticket: {
    type: 'apiKey',
    in: 'query',
    name: 'alf_ticket',
    description: 'A ticket: what POST /tickets of the Authentication API answers as id.',
  },
};
const TOKEN: Json = { type: 'http', scheme: 'bearer', description: 'A token of the identity service.' };

function pathsOf(operations: readonly OperationInfo[], security: Security): Readonly<Record<string, Json>> {
  const paths: Record<string, Json> = {};
  for (const operation of operations) {
    const item = { [operation.method.toLowerCase()]: operationItem(operation, security) };
    paths[operation.path] = { ...paths[operation.path], ...item };
  }
  return paths;
}
