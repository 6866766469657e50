// Published definitions of an API (OpenAPI 2 or 3), asked what they say of an answer.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import { parse } from 'yaml';

const DATE = /^\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$/;

export function readContract(folder) {
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false, formats: { 'date-time': DATE } });
  for (const format of ['int32', 'int64', 'float', 'binary', 'bytes', 'names']) ajv.addFormat(format, true);
  const operations = readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .flatMap((file) => {
      const document = parse(readFileSync(join(folder, file), 'utf8'));
      ajv.addSchema({ ...document, $id: file }, file);
      return operationsOf(document, file);
    });
  const compiled = new Map();
  const validatorAt = (reference) => {
    if (!compiled.has(reference)) compiled.set(reference, ajv.compile({ $ref: reference }));
    return compiled.get(reference);
  };
  const isOfOne = ({ responses, document }, status) => {
    const schema = schemaOf(responses[status]);
    return schema !== undefined && membersOf(document, schema.value).properties.list === undefined;
  };
  return { find: (method, path) => find(operations, method, path), validatorAt, isOfOne };
}

function operationsOf(document, file) {
  const base = document.basePath ?? new URL(document.servers[0].url, 'http://localhost').pathname;
  return Object.entries(document.paths).flatMap(([template, items]) =>
    Object.entries(items)
      .filter(([method]) => ['get', 'put', 'post', 'delete'].includes(method))
      .map(([method, { responses }]) => ({
        name: `${method.toUpperCase()} ${template}`,
        method: method.toUpperCase(),
        segments: segmentsOf(base + template),
        document,
        file,
        pointer: `#/paths/${escapeToken(template)}/${method}/responses`,
        responses,
      })),
  );
}

const segmentsOf = (path) => path.split('/').filter((part) => part !== '');
const escapeToken = (token) => token.replaceAll('~', '~0').replaceAll('/', '~1');
const isAny = (segment) => segment.startsWith('{');

/** The operation at a path; names go before what may be anything. */
function find(operations, method, path) {
  const segments = segmentsOf(path);
  const fits = operations.filter(
    (one) =>
      one.method === method &&
      one.segments.length === segments.length &&
      one.segments.every((segment, index) => isAny(segment) || segment === segments[index]),
  );
  const names = (one) => one.segments.filter((segment) => !isAny(segment)).length;
  return fits.sort((one, other) => names(other) - names(one))[0];
}

/**
 * What is wrong with an answer by its definition, in short texts that are the same for the same fault. The definitions
 * do not tell that several elements are answered as a list, nor that `relations` stand beside entries.
 */
export function complaintsAbout(contract, operation, answer) {
  const { body, url, method } = answer;
  const made = method === 'POST' && body?.list?.pagination ? body.list.entries : undefined;
  if (made && contract.isOfOne(operation, answer.status)) {
    return [...new Set(made.flatMap((one) => complaintsAboutOne(contract, operation, { ...answer, body: one })))];
  }
  const asked = /[?&]relations=/.test(url) ? withoutRelations(body) : body;
  return complaintsAboutOne(contract, operation, { ...answer, body: asked });
}

function withoutRelations(body) {
  if (body?.entry) return { ...body, relations: undefined };
  if (!body?.list) return body;
  return { ...body, list: { ...body.list, entries: body.list.entries.map(({ entry }) => ({ entry })) } };
}

function complaintsAboutOne(contract, operation, answer) {
  const { responses, pointer, file, document } = operation;
  const { status, body, isEmpty, url } = answer;
  const declared = responses[status] !== undefined ? String(status) : status >= 400 ? 'default' : undefined;
  if (declared === undefined) return [`${status} is no declared status`];
  const schema = schemaOf(responses[declared], status >= 400 ? responses.default : undefined);
  if (!schema || schema.value.type === 'file' || schema.value.format === 'binary') {
    return status < 400 && !schema && body !== undefined ? [`${status} has a body`] : [];
  }
  if (body === undefined) return isEmpty ? [`${status} has no body`] : [];
  const at = schema.isDefault ? 'default' : declared;
  const validate = contract.validatorAt(`${file}${pointer}/${at}${schema.pointer}`);
  const wrong = validate(body) ? [] : validate.errors;
  // `fields` takes members out on purpose.
  const isReduced = /[?&](?:fields|properties)=/.test(url);
  return [
    ...new Set([
      ...wrong
        .filter(({ keyword }) => !(keyword === 'required' && isReduced))
        .map(({ instancePath, message }) => `${place(instancePath)} ${message}`),
      ...unknownMembers(document, schema.value, body, '').map((member) => `${member} is not declared`),
    ]),
  ];
}

function schemaOf(response, otherwise) {
  if (response?.schema) return { value: response.schema, pointer: '/schema', isDefault: false };
  const type = response?.content && Object.keys(response.content)[0];
  if (type !== undefined) {
    const value = response.content[type].schema;
    return { value, pointer: `/content/${escapeToken(type)}/schema`, isDefault: false };
  }
  const found = otherwise && schemaOf(otherwise);
  return found && { ...found, isDefault: true };
}

/** Elements of lists are all one place. */
const place = (path) => path.replaceAll(/\/\d+(?=\/|$)/g, '/*');

/** Members that the schema does not know, for JSON Schema itself allows any. */
function unknownMembers(document, schema, value, path) {
  if (Array.isArray(value)) {
    const { items } = resolved(document, schema);
    return items ? value.flatMap((one) => unknownMembers(document, items, one, `${path}/*`)) : [];
  }
  if (typeof value !== 'object' || value === null) return [];
  const { properties, isOpen } = membersOf(document, schema);
  return Object.entries(value).flatMap(([name, member]) => {
    if (member === undefined) return [];
    const known = properties[name];
    if (known) return unknownMembers(document, known, member, `${path}/${name}`);
    return isOpen ? [] : [`${path}/${name}`];
  });
}

function membersOf(document, schema) {
  const { properties, additionalProperties, allOf = [], oneOf = [] } = resolved(document, schema);
  const parts = [...allOf, ...oneOf].map((part) => membersOf(document, part));
  return {
    properties: Object.assign({}, ...parts.map((part) => part.properties), properties),
    isOpen:
      (additionalProperties !== undefined && additionalProperties !== false) ||
      (properties === undefined && parts.length === 0) ||
      parts.some((part) => part.isOpen),
  };
}

function resolved(document, schema) {
  if (schema.$ref === undefined) return schema;
  const found = schema.$ref
    .slice(2)
    .split('/')
    .reduce((at, token) => at[token], document);
  return resolved(document, found);
}
