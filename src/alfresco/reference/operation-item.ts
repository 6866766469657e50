/** One operation of the table as OpenAPI 3.0 describes it. */
import { STATUS_CODES } from 'node:http';
import type { Json, OperationInfo } from '../framework/operation';
import type { Parameter } from '../framework/parameters';
import type { ShapeDescription } from '../framework/shapes';
import { ref } from './schemas';
import { resourceOf } from './resources';

/** What ids in paths are, and what they may be besides. */
const PATH_PARAMETERS: Readonly<Record<string, string>> = {
  nodeId: 'Id of a node. Of folders also: -root-, -shared-, -my-',
  childId: 'Id of a node in the folder',
  targetId: 'Id of the node that the association leads to',
  sharedId: 'Id of a shared link',
  favoriteId: 'Id of a node or a site that is a favourite',
  personId: 'Name of a person; -me- is the caller',
  memberId: 'Name of a person or a group; -me- is the caller',
  groupMemberId: 'Name of a person or a group',
  inviteeId: 'Name of a person',
  ticketId: '-me-: the ticket that the request carries',
  groupId: 'Name of a group, with GROUP_ before it',
  versionId: 'Label of a version, such as 1.0',
  renditionId: 'Name of a rendition, such as pdf',
  ratingId: 'likes or fiveStar',
  preferenceName: 'Name of a preference',
  siteId: 'Short name of a site',
  containerId: 'documentLibrary',
  networkId: '-default-',
  probeId: '-ready- or -live-',
  typeId: 'Name of a type, such as cm:content',
  aspectId: 'Name of an aspect, such as cm:titled',
};

/** `Id of an audit entry` for `auditEntryId`. */
function described(name: string): string {
  const words = name.replace(/Id$/, '').replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return `Id of ${/^[aeiou]/.test(words) ? 'an' : 'a'} ${words}`;
}

/** Ways to log in: each a scheme of the document's and what it asks for. */
export type Security = readonly Readonly<Record<string, readonly string[]>>[];

export function operationItem(operation: OperationInfo, security: Security): Json {
  const { id, summary, since, access } = operation;
  const body = requestBody(operation);
  const needsAdministrator = access === 'administrator' ? ' For administrators.' : '';
  return {
    operationId: id,
    tags: [resourceOf(operation.path)],
    summary,
    description: `Since Alfresco ${since}.${needsAdministrator}`,
    'x-since': since,
    parameters: [...pathParameters(operation), ...queryParameters(operation)],
    ...(body && { requestBody: body }),
    responses: responses(operation),
    security: access === 'anyone' ? [{}, ...security] : security,
  };
}

const pathParameters = ({ path }: OperationInfo): readonly Json[] =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    description: PATH_PARAMETERS[name] ?? described(name),
    schema: { type: 'string' },
  }));

function queryParameters(operation: OperationInfo): readonly Json[] {
  const own = Object.entries(operation.parameters).map(([name, parameter]) => ({
    name,
    in: 'query',
    ...(parameter.required === true && { required: true }),
    description: parameter.description,
    ...(parameter.type === 'array' && { style: 'form', explode: false }),
    schema: parameterSchema(name, parameter),
  }));
  return [...own, ...commonParameters(operation)];
}

const NUMBERS: Readonly<Record<string, Json>> = {
  maxItems: { format: 'int32', minimum: 1, default: 100 },
  skipCount: { format: 'int32', minimum: 0, default: 0 },
};

const parameterSchema = (name: string, { type, values }: Parameter<unknown>): Json =>
  type === 'array'
    ? { type, items: { type: 'string', ...(values && values.length > 0 && { enum: values }) } }
    : { type, ...NUMBERS[name], ...(values && { enum: values }) };

/** What the framework takes for every operation that answers JSON. */
function commonParameters(operation: OperationInfo): readonly Json[] {
  const kind = answerKind(operation);
  if (kind === 'nothing' || kind === 'content') return [];
  const names = (name: string, description: string): Json => ({
    name,
    in: 'query',
    description,
    style: 'form',
    explode: false,
    schema: { type: 'array', items: { type: 'string' } },
  });
  const { method, path } = operation;
  return [
    names('fields', 'Members that entries shall have; all when absent. What `include` names is among them'),
    ...(method === 'GET' ? [names('relations', 'Lists below an entry that shall stand beside it')] : []),
    ...(kind === 'list' && path.includes('{')
      ? [
          {
            name: 'includeSource',
            in: 'query',
            description: 'Whether the answer shall hold the entity that the list belongs to',
            schema: { type: 'boolean', default: false },
          },
        ]
      : []),
  ];
}

function requestBody(operation: OperationInfo): Json | undefined {
  const { body, bodyIsOptional, many, form, rawBody, example } = operation;
  if (rawBody === true) {
    return {
      required: true,
      content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } },
    };
  }
  if (!body) return undefined;
  const schema = bodySchema(body.description);
  return {
    ...(bodyIsOptional !== true && { required: true }),
    content: {
      'application/json': {
        schema: many === true ? { oneOf: [schema, { type: 'array', minItems: 1, items: schema }] } : schema,
        ...(example && { example }),
      },
      ...(form && { 'multipart/form-data': { schema: bodySchema(form) } }),
    },
  };
}

/** A shape says the same as OpenAPI, but for lists of no names, which that does not have. */
function bodySchema({ required = [], items, properties, ...rest }: ShapeDescription): Json {
  return {
    ...rest,
    ...(required.length > 0 && { required }),
    ...(items && { items: bodySchema(items) }),
    ...(properties && {
      properties: Object.fromEntries(Object.entries(properties).map(([name, member]) => [name, bodySchema(member)])),
    }),
  };
}

type AnswerKind = 'list' | 'entry' | 'nothing' | 'content';

function answerKind({ rawAnswer, parameters, status, answers, isList }: OperationInfo): AnswerKind {
  if (rawAnswer === true) return 'content';
  if (isList === true || parameters['maxItems']) return 'list';
  return status === 204 || answers === undefined ? 'nothing' : 'entry';
}

function responses(operation: OperationInfo): Json {
  const { access, path } = operation;
  const failures = [
    400,
    ...(access === 'anyone' ? [] : [401]),
    ...(access === 'administrator' ? [403] : []),
    ...(path.includes('{') ? [404] : []),
  ];
  return {
    ...success(operation),
    ...Object.fromEntries(failures.map((code) => [String(code), failure(STATUS_CODES[code] ?? '')])),
    default: failure('Any other failure'),
    ...(operation.rawAnswer === true && { 304: { description: 'The client has it already' } }),
  };
}

const failure = (description: string): Json => ({
  description,
  content: { 'application/json': { schema: ref('Error') } },
});

function success(operation: OperationInfo): Json {
  const { status, answers, many } = operation;
  const description = STATUS_CODES[status] ?? 'Success';
  const entity = answers ?? 'Entity';
  const json = (schema: Json): Json => ({
    [status]: { description, content: { 'application/json': { schema } } },
  });
  switch (answerKind(operation)) {
    case 'nothing':
      return { [status]: { description } };
    case 'content': {
      const content = { '*/*': { schema: { type: 'string', format: 'binary' } } };
      return { [status]: { description, content }, 206: { description: 'The part that `Range` names', content } };
    }
    case 'list':
      return json(ref(`${entity}Paging`));
    case 'entry':
      return json(many === true ? { oneOf: [ref(`${entity}Entry`), ref(`${entity}Paging`)] } : ref(`${entity}Entry`));
  }
}
