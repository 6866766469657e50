import type { ProfileChanges } from '../../model/profile';
import { badRequest } from '../framework/api-error';
import { clearable } from '../framework/clearable';
import { flag, object, required, text } from '../framework/shapes';

const COMPANY = object({
  organization: clearable(text()),
  address1: clearable(text()),
  address2: clearable(text()),
  address3: clearable(text()),
  postcode: clearable(text()),
  telephone: clearable(text()),
  fax: clearable(text()),
  email: clearable(text()),
});

const ABOUT = {
  lastName: clearable(text()),
  description: clearable(text()),
  skypeId: clearable(text()),
  googleId: clearable(text()),
  instantMessageId: clearable(text()),
  jobTitle: clearable(text()),
  location: clearable(text()),
  company: clearable(COMPANY),
  mobile: clearable(text()),
  telephone: clearable(text()),
  userStatus: clearable(text()),
};

export const NEW_PERSON = object({
  ...ABOUT,
  id: required(text()),
  firstName: required(text()),
  email: required(text()),
  password: required(text()),
  enabled: flag(),
  emailNotificationsEnabled: flag(),
});

export const CHANGED_PERSON = object({
  ...ABOUT,
  firstName: clearable(text()),
  email: clearable(text()),
  password: text(),
  oldPassword: text(),
  enabled: clearable(flag()),
  emailNotificationsEnabled: clearable(flag()),
});

const MAX_ID = 100;

/** @throws ApiError 400 for ids that people cannot have. */
export function checkPersonId(id: string): void {
  if (id.length > MAX_ID) throw badRequest(`A person's id has at most ${MAX_ID} characters`);
  if (/^(?:GROUP|ROLE)_/i.test(id)) throw badRequest(`'${id}' begins as only ids of groups and roles do`);
}

type Given = ProfileChanges & { readonly enabled?: boolean | null | undefined };

/** @throws ApiError 400 for null where a person must have something. */
export function requireKept(given: Given): void {
  for (const name of ['firstName', 'email', 'enabled', 'emailNotificationsEnabled'] as const)
    if (given[name] === null) throw badRequest(`'${name}' cannot be null or empty`);
}
