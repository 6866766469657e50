import { constraint } from './errors';

export interface Company {
  readonly organization?: string;
  readonly address1?: string;
  readonly address2?: string;
  readonly address3?: string;
  readonly postcode?: string;
  readonly telephone?: string;
  readonly fax?: string;
  readonly email?: string;
}

/** What people say of themselves. */
export interface Profile {
  readonly firstName?: string;
  readonly lastName?: string;
  readonly description?: string;
  readonly email?: string;
  readonly skypeId?: string;
  readonly googleId?: string;
  readonly instantMessageId?: string;
  readonly jobTitle?: string;
  readonly location?: string;
  readonly company?: Company;
  readonly mobile?: string;
  readonly telephone?: string;
  readonly userStatus?: string;
  /** When the status was set. Milliseconds. */
  readonly statusUpdatedAt?: number;
  /** Absent: yes. */
  readonly emailNotificationsEnabled?: boolean;
}

/** Members with null go, those that are absent stay. */
export type ProfileChanges = {
  readonly [K in Exclude<keyof Profile, 'company' | 'statusUpdatedAt'>]?: Profile[K] | null | undefined;
} & { readonly company?: { readonly [K in keyof Company]?: string | null | undefined } | null | undefined };

const MAX_NAME = 255;
const MAX_TEXT = 4000;

/** @throws CmisError `constraint` for texts that are longer than such texts are. */
export function changedProfile(before: Profile, changes: ProfileChanges, now: number): Profile {
  const { company, ...rest } = changes;
  const after = merged<Omit<Profile, 'company'>>(withoutCompany(before), rest);
  const companyAfter = company === undefined ? before.company : company && merged(before.company ?? {}, company);
  const changed: Profile = {
    ...after,
    ...(companyAfter && Object.keys(companyAfter).length > 0 && { company: companyAfter }),
    ...(changes.userStatus !== undefined && { statusUpdatedAt: now }),
  };
  checkTexts(changed);
  return changed;
}

/** First and last name; undefined without any. */
export function fullName({ firstName = '', lastName = '' }: Profile): string | undefined {
  const name = `${firstName} ${lastName}`.trim();
  return name === '' ? undefined : name;
}

const withoutCompany = ({ company: _company, ...rest }: Profile): Omit<Profile, 'company'> => rest;

function merged<T extends object>(before: T, changes: { readonly [K in keyof T]?: T[K] | null | undefined }): T {
  const given = Object.entries(changes).filter(([, value]) => value !== undefined);
  const all = Object.entries({ ...before, ...Object.fromEntries(given) });
  return Object.fromEntries(all.filter(([, value]) => value !== null)) as T;
}

function checkTexts({ company = {}, ...profile }: Profile): void {
  for (const [name, value] of [...Object.entries(profile), ...Object.entries(company)] as [string, unknown][]) {
    const most = name === 'firstName' || name === 'lastName' || name === 'email' ? MAX_NAME : MAX_TEXT;
    if (typeof value === 'string' && value.length > most)
      throw constraint(`'${name}' is longer than ${most} characters.`);
  }
}
