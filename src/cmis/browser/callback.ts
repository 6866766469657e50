/**
 * JSONP, CMIS 1.1 §5.2.8: a read's answer as a script that calls a function of the page. It lets any page read with
 * the user's credentials, so an operator has to switch it on.
 */
import { isFunctionName, safeInScript, scriptText } from '../../http/jsonp';
import { CmisError, invalidArgument } from '../../model/errors';
import type { Parameters } from '../parameters';
import type { JsonText } from './json-text';

/**
 * The function to call, undefined when the request has none.
 * @throws CmisError `permissionDenied` while JSONP is off, `invalidArgument` for a bad name or a request that answers no JSON.
 */
export function callbackName(
  parameters: Parameters,
  request: { readonly allowed: boolean; readonly answersJson: boolean },
): string | undefined {
  const name = parameters.get('callback');
  if (name === undefined) return undefined;
  if (!request.allowed) throw new CmisError('permissionDenied', `'callback' is not permitted: JSONP is switched off.`);
  if (!request.answersJson) throw invalidArgument(`'callback' is '${name}', but this request cannot answer a script.`);
  if (!isFunctionName(name)) throw invalidArgument(`'callback' is '${name}', which is no name of a function.`);
  return name;
}

/** A call of the function with the JSON, safe wherever a page puts it; in pieces where the JSON is. */
export function script(name: string, json: JsonText): JsonText {
  return typeof json === 'string' ? scriptText(name, json) : scriptPieces(name, json);
}

function* scriptPieces(name: string, json: Iterable<string>): Generator<string, void> {
  yield `${name}(`;
  for (const piece of json) yield safeInScript(piece);
  yield ')';
}
