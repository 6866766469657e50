/**
 * Results of forms whose page cannot read the answer: a POST with a `token` is answered by an empty page, and what came
 * of it is fetched once, by the same user, with that token. CMIS 1.1 §5.4.4.4.
 */
import { invalidArgument } from '../../model/errors';
import { isStorable } from '../../model/property-values';
import type { Parameters } from '../parameters';
import { textParameter } from '../parameters';
import type { BrowserResults, LastResult } from '../../repository/storage/results';

const LONGEST_TOKEN = 500;

/** Undefined when there is none. @throws CmisError `invalidArgument` when it is too long. */
export function tokenParameter(parameters: Parameters): string | undefined {
  const token = textParameter(parameters, 'token');
  if (token !== undefined && token.length > LONGEST_TOKEN) {
    throw invalidArgument(`'token' has ${token.length} characters, more than ${LONGEST_TOKEN}.`);
  }
  if (token !== undefined && !isStorable(token))
    throw invalidArgument(`'token' holds a character that cannot be kept.`);
  return token;
}

/** The result kept under the request's token; code 0 when there is none. */
export async function lastResult(
  results: BrowserResults,
  principalId: number,
  parameters: Parameters,
): Promise<LastResult> {
  const token = tokenParameter(parameters);
  const result = token === undefined ? undefined : await results.take(principalId, token);
  return (
    result ?? { code: 0, objectId: null, exception: 'invalidArgument', message: `There is no result for this token.` }
  );
}
