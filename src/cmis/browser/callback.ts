/**
 * JSONP, CMIS 1.1 §5.2.8: a read's answer as a script that calls a function of the page. It lets any page read with
 * the user's credentials, so an operator has to switch it on.
 */
import { CmisError, invalidArgument } from '../../model/errors';
import type { Parameters } from '../parameters';
import type { JsonText } from './json-text';

/** Identifiers, dots and index brackets: what is written into the script can be no code. */
const CALLBACK = /^[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*|\[\d{1,9}\])*$/;

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
  if (name.length > 200 || !CALLBACK.test(name)) {
    throw invalidArgument(`'callback' is '${name}', which is no name of a function.`);
  }
  return name;
}

/** The script. Two line separators are legal in JSON but not in older scripts. */
export function script(name: string, json: JsonText): JsonText {
  return typeof json === 'string' ? `${name}(${safe(json)})` : scriptPieces(name, json);
}

function* scriptPieces(name: string, json: Iterable<string>): Generator<string, void> {
  yield `${name}(`;
  for (const piece of json) yield safe(piece);
  yield ')';
}

const safe = (json: string): string => json.replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
