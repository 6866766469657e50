import { constraint } from '../../model/errors';
import { checkName } from '../../model/names';

const GROUP = 'GROUP_';
/** Names that a person cannot have because entries in ACLs mean something else by them. */
const RESERVED = /^(?:group_|role_)/i;

/**
 * The name also names the person's home, and stands before the colon of Basic credentials.
 * @throws CmisError `constraint`.
 */
export function checkPersonName(name: string): void {
  checkName(name);
  if (name.trim() !== name) throw constraint(`The name '${name}' begins or ends with a blank.`);
  if (RESERVED.test(name)) throw constraint(`The name '${name}' begins as only names of groups and roles do.`);
}

/** @throws CmisError `constraint`. */
export function checkGroupName(name: string): void {
  if (!name.startsWith(GROUP))
    throw constraint(`The name '${name}' does not begin with '${GROUP}', as names of groups do.`);
  checkName(name.slice(GROUP.length));
  checkName(name);
}
