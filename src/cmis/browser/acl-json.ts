import type { Ace } from '../../model/permissions';
import type { AclView } from '../../repository/values/object-view';
import { stringJson, stringsJson } from './json-value';

/** `acl` of CMIS 1.1 §5.2.3; entries in the order of the repository, which is stable. */
export function aclJson(acl: AclView): string {
  return `{"aces":[${acl.aces.map(aceJson).join()}],"isExact":${acl.exact}}`;
}

function aceJson(ace: Ace): string {
  const principal = stringJson(ace.principalId);
  return `{"principal":{"principalId":${principal}},"permissions":${stringsJson(ace.permissions)},"isDirect":${ace.direct}}`;
}
