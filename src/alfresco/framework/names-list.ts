import { badRequest, invalidInclude } from './api-error';

const NAME =
  /^[\p{L}_][\p{L}\p{N}_]*(?::[\p{L}_][\p{L}\p{N}_-]*)?(?:\/[\p{L}_][\p{L}\p{N}_]*(?::[\p{L}_][\p{L}\p{N}_-]*)?)*$/u;

/** A list of names, `a,cm:title,properties/cm:title`, as `include` has it; blanks around names are forgiven. @throws ApiError 400. */
export function parseNames(text: string, parameter: string): ReadonlySet<string> {
  const names = text.split(',').map((name) => name.trim());
  for (const name of names) {
    if (NAME.test(name)) continue;
    const what = `'${name.slice(0, 60)}' in '${text.slice(0, 100)}' is no name`;
    throw parameter === 'include' ? invalidInclude(what) : badRequest(`${parameter}: ${what}`);
  }
  return new Set(names);
}

/**
 * A list of names of which some may have lists of their own in parentheses, `a,b(c,d)`, as `fields` and `relations` have
 * it. The list of a name is undefined where there is none.
 */
export function parseNestedNames(
  text: string,
  parameter: string,
): ReadonlyMap<string, ReadonlySet<string> | undefined> {
  const found = new Map<string, ReadonlySet<string> | undefined>();
  const malformed = (): Error => badRequest(`The ${parameter} parameter '${text.slice(0, 100)}' is not readable`);
  const part = /\s*([^\s,()]+)\s*(?:\(([^()]*)\))?\s*(,|$)/y;
  if (text.trim() === '') throw malformed();
  while (part.lastIndex < text.length) {
    const match = part.exec(text);
    if (!match?.[1]) throw malformed();
    found.set(match[1], match[2] === undefined ? undefined : parseNames(match[2], parameter));
  }
  return found;
}
