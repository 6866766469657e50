import { badRequest } from '../framework/api-error';

type Part =
  { readonly kind: 'character'; readonly text: string } | { readonly kind: 'any' } | { readonly kind: 'anything' };

/**
 * Whether a pattern matches the whole of a text, in time that is proportional to both at worst: of regular expressions it
 * may hold `.`, `.*`, `.+` and characters after a backslash. @throws ApiError 400 for more.
 */
export function namespaceMatcher(pattern: string): (text: string) => boolean {
  const parts = partsOf(pattern);
  return (text) => matches(parts, text);
}

const PART = /\\([^\p{L}\p{N}])|(\.\*)|(\.\+)|(\.)|([^\\.*+?^$()[\]{}|])/uy;

function partsOf(pattern: string): readonly Part[] {
  const parts: Part[] = [];
  const part = new RegExp(PART);
  while (part.lastIndex < pattern.length) {
    const match = part.exec(pattern);
    if (!match)
      throw badRequest(`The pattern '${pattern.slice(0, 200)}' holds more than characters, '.', '.*' and '.+'`);
    const [, escaped, star, plus, dot, plain = ''] = match;
    if (plus !== undefined) parts.push({ kind: 'any' });
    if (star !== undefined || plus !== undefined) parts.push({ kind: 'anything' });
    else if (dot !== undefined) parts.push({ kind: 'any' });
    else parts.push({ kind: 'character', text: escaped ?? plain });
  }
  return parts;
}

/** After the last `.*` that was met, the text is tried from one character further on. */
function matches(parts: readonly Part[], text: string): boolean {
  const characters = [...text];
  let [at, place] = [0, 0];
  let back: { readonly place: number; at: number } | undefined;
  while (at < characters.length) {
    const part = parts[place];
    if (part?.kind === 'anything') back = { place: place++, at };
    else if (part && (part.kind === 'any' || part.text === characters[at])) {
      at++;
      place++;
    } else if (back) {
      back.at++;
      [at, place] = [back.at, back.place + 1];
    } else return false;
  }
  return parts.slice(place).every(({ kind }) => kind === 'anything');
}
