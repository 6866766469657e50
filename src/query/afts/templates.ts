import { invalidArgument } from '../../model/errors';
import type { AftsNode, Field, Test } from './ast';
import { parseAfts, type ParseOptions } from './parse';

/** A field of the client's own: a search in which `%field` is what is looked for in that field. */
export interface Template {
  readonly name: string;
  readonly template: string;
}

const MAX_TEMPLATES = 100;
/** Of what templates unfold to. */
const MAX_TESTS = 2_000;
const MAX_NESTING = 10;

export interface TemplateOptions extends ParseOptions {
  readonly templates: readonly Template[];
  /** The field of tests that name none; may be a template. */
  readonly defaultField: string;
  /** Told of each test: searches of many texts may be refused as a whole. */
  readonly onTest?: (() => void) | undefined;
}

/**
 * The search with a field in every test, and what its templates stand for in place of them. Names of templates have no
 * case. @throws CmisError `invalidArgument`: a template that is not valid, stands twice, or names itself.
 */
export function unfold(node: AftsNode, options: TemplateOptions): AftsNode {
  const templates = parseTemplates(options);
  let tests = 0;

  const unfoldTest = (test: Test, within: readonly string[]): AftsNode => {
    if (++tests > MAX_TESTS) throw invalidArgument(`The search unfolds to more than ${MAX_TESTS} terms.`);
    options.onTest?.();
    const field: Field = test.field ?? { name: options.defaultField, at: test.at };
    const name = field.name.toLowerCase();
    const template = templates.get(name);
    if (!template) return { ...test, field };
    if (within.includes(name)) throw invalidArgument(`The template '${field.name}' stands for itself.`);
    if (within.length === MAX_NESTING)
      throw invalidArgument(`Templates are nested more than ${MAX_NESTING} levels deep.`);
    return walk(template, [...within, name], test);
  };
  const walk = (part: AftsNode, within: readonly string[], sought?: Test): AftsNode => {
    const inner = (each: AftsNode): AftsNode => walk(each, within, sought);
    switch (part.kind) {
      case 'and':
        return {
          kind: 'and',
          operands: part.operands.map(inner),
          ...(part.preferred && { preferred: part.preferred.map(inner) }),
        };
      case 'or':
        return { kind: 'or', operands: part.operands.map(inner) };
      case 'not':
        return { kind: 'not', operand: inner(part.operand) };
      case 'boost':
        return { ...part, operand: inner(part.operand) };
      case 'asked': {
        if (!sought) throw new Error('Only templates ask for what is looked for.');
        const spread = part.fields.length > 1 && { spread: true as const };
        const [only, ...more] = part.fields.map((field) => unfoldTest({ ...sought, ...spread, field }, within));
        return only && more.length === 0 ? only : { kind: 'or', operands: only ? [only, ...more] : [] };
      }
      case 'term':
      case 'phrase':
      case 'range':
      case 'proximity':
        return unfoldTest(part, within);
    }
  };
  return walk(node, []);
}

function parseTemplates(options: TemplateOptions): ReadonlyMap<string, AftsNode> {
  if (options.templates.length > MAX_TEMPLATES)
    throw invalidArgument(`There are more than ${MAX_TEMPLATES} templates.`);
  const parsed = new Map<string, AftsNode>();
  for (const { name, template } of options.templates) {
    const key = name.toLowerCase();
    if (parsed.has(key)) throw invalidArgument(`There are two templates '${name}'.`);
    parsed.set(key, parseAfts(template, { ...options, style: undefined, template: true }));
  }
  return parsed;
}
