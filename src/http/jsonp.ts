/** JSONP: an answer as a script that calls a function of the page that asked for it. */

/** Identifiers, dots and index brackets: what is written into the script can be no code. */
const FUNCTION_NAME = /^[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*|\[\d{1,9}\])*$/;

/** Whether a script may call this: names, dots and indexes in at most 200 characters. */
export const isFunctionName = (name: string): boolean => name.length <= 200 && FUNCTION_NAME.test(name);

/** The script that calls the function with the answer; the name must be one that `isFunctionName` allows. */
export const scriptText = (name: string, json: string): string => `${name}(${safeInScript(json)})`;

/** Two line separators are legal in JSON but not in older scripts. */
export const safeInScript = (json: string): string =>
  json.replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
