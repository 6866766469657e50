import { constraint } from './errors';
import { normalForm } from './normal-form';
import { isStorable } from './property-values';

/** Characters that paths and file systems give a meaning to. */
const ILLEGAL = /["*\\><?/:|]/;
/** Matches, whole, the names that no file or folder can have because of a character or of how they end; also in Java. */
export const ILLEGAL_NAME = `(.*${ILLEGAL.source}+.*)|(.*[.])`;
const CONTROL = /\p{Cc}/u;
const ASCII = /^[ -~]*$/;
/** In UTF-16 units, as file systems count. */
const MAX_LENGTH = 255;

/**
 * The key under which names are unique among siblings, ordered and looked up by path: NFC, each character's upper
 * case's lower case where both are one character. Compared byte by byte, keys order names as Java's
 * `compareToIgnoreCase` does, within the Basic Multilingual Plane.
 */
export function nameKey(name: string): string {
  if (ASCII.test(name)) return name.toLowerCase();
  let key = '';
  for (const character of normalForm(name, 'NFC')) key += foldCharacter(character);
  return key;
}

function foldCharacter(character: string): string {
  const upper = single(character, character.toUpperCase());
  // Unicode's full mapping of this one letter is two characters; its simple mapping is i.
  return upper === '\u0130' ? 'i' : single(upper, upper.toLowerCase());
}

const single = (character: string, mapped: string): string => ([...mapped].length === 1 ? mapped : character);

/**
 * Refuses names that cannot stand in a path or that common file systems cannot hold. Blanks may stand anywhere, as
 * long as something else does, too.
 * @throws CmisError `constraint`.
 */
export function checkName(name: string): void {
  checkLabel(name);
  const illegal = ILLEGAL.exec(name);
  if (illegal) throw constraint(`The name '${name}' holds the character '${illegal[0]}', which names cannot hold.`);
  if (name.endsWith('.')) throw constraint(`The name '${name}' ends with a dot.`);
}

/** As `checkName`, for objects that are never in a folder: their names are no part of a path. */
export function checkLabel(name: string): void {
  if (name.trim() === '') throw constraint('The name is empty.');
  if (CONTROL.test(name) || !isStorable(name)) throw constraint('The name holds a control character.');
  if (name.length > MAX_LENGTH) throw constraint(`The name is longer than ${MAX_LENGTH} characters.`);
}
