/** Where words of the search are to be shown; reference: Alfresco's `RequestHighlight`. */
import type { HighlightField } from '../../repository/contract/search-request';
import { invalidArgument } from '../framework/api-error';
import type { SearchBody } from './search-body';

const MAX_FIELDS = 50;
const MAX_SNIPPETS = 1_000;
const MAX_LENGTH = 50_000;
const MAX_MARK = 1_000;

/** What a field does not say itself is said for all. @throws ApiError 400. */
export function highlightOf({ highlight }: SearchBody): readonly HighlightField[] | undefined {
  if (!highlight) return undefined;
  const { fields = [], usePhraseHighlighter, ...all } = highlight;
  if (fields.length > MAX_FIELDS) throw invalidArgument(`: highlight has more than ${MAX_FIELDS} fields`);
  const maxAnalyzed = within('maxAnalyzedChars', all.maxAnalyzedChars, MAX_LENGTH);
  return fields.map((one) => {
    const { field, prefix = all.prefix ?? '<em>', postfix = all.postfix ?? '</em>' } = one;
    const snippetCount = within('snippetCount', one.snippetCount ?? all.snippetCount, MAX_SNIPPETS);
    const fragmentSize = within('fragmentSize', one.fragmentSize ?? all.fragmentSize, MAX_LENGTH);
    return {
      field,
      prefix: mark('prefix', prefix),
      postfix: mark('postfix', postfix),
      merge: one.mergeContiguous ?? all.mergeContiguous ?? false,
      singly: usePhraseHighlighter === false,
      ...(snippetCount !== undefined && { snippetCount }),
      ...(fragmentSize !== undefined && { fragmentSize }),
      ...(maxAnalyzed !== undefined && { maxAnalyzed }),
    };
  });
}

/** It stands at every word that is shown. */
function mark(name: string, value: string): string {
  if (value.length <= MAX_MARK) return value;
  throw invalidArgument(`: highlight ${name} is longer than ${MAX_MARK} characters`);
}

function within(name: string, value: number | undefined, most: number): number | undefined {
  if (value === undefined || (value >= 1 && value <= most)) return value;
  throw invalidArgument(`: highlight ${name} must be from 1 to ${most}, not ${value}`);
}
