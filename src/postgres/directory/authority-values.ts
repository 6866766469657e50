/** What the object of a person or of a group says: what the directory says, and nothing that is secret. */
import { GROUP_TYPE, PERSON_TYPE } from '../../model/kept-types';
import type { Company, Profile } from '../../model/profile';
import type { Properties, PropertyValue } from '../../model/properties';

/** A row of `principals`, as far as everybody may know it. */
export interface Authority {
  readonly name: string;
  readonly kind: 'person' | 'group';
  readonly displayName?: string | undefined;
  readonly enabled: boolean;
  readonly props: {
    readonly profile?: Profile;
    /** Uuid. */
    readonly homeFolder?: string;
    /** Of groups. */
    readonly description?: string;
  };
}

export interface AuthorityValues {
  readonly typeId: string;
  /** Besides those that come with the type. */
  readonly aspects: readonly string[];
  readonly properties: Properties;
}

const DISABLED = 'P:cm:personDisabled';

/** Type, aspects and properties of the object that shows a person or a group. */
export function authorityValues(authority: Authority): AuthorityValues {
  if (authority.kind === 'group') return { typeId: GROUP_TYPE, aspects: [], properties: ofGroup(authority) };
  return {
    typeId: PERSON_TYPE,
    aspects: authority.enabled ? [] : [DISABLED],
    properties: ofPerson(authority),
  };
}

/** Groups without a name of their own are shown as what follows the prefix. */
const ofGroup = ({ name, displayName, props }: Authority): Properties =>
  present({
    'cm:authorityName': name,
    'cm:authorityDisplayName': displayName ?? name.replace(/^GROUP_(?=.)/, ''),
    'cm:description': props.description,
  });

const TEXTS: readonly (readonly [string, Exclude<keyof Profile, 'company'>])[] = [
  ['cm:lastName', 'lastName'],
  ['cm:email', 'email'],
  ['cm:jobtitle', 'jobTitle'],
  ['cm:location', 'location'],
  ['cm:telephone', 'telephone'],
  ['cm:mobile', 'mobile'],
  ['cm:skype', 'skypeId'],
  ['cm:instantmsg', 'instantMessageId'],
  ['cm:googleusername', 'googleId'],
  ['cm:userStatus', 'userStatus'],
  ['cm:userStatusTime', 'statusUpdatedAt'],
];
const OF_COMPANY: readonly (readonly [string, keyof Company])[] = [
  ['cm:organization', 'organization'],
  ['cm:companyaddress1', 'address1'],
  ['cm:companyaddress2', 'address2'],
  ['cm:companyaddress3', 'address3'],
  ['cm:companypostcode', 'postcode'],
  ['cm:companytelephone', 'telephone'],
  ['cm:companyfax', 'fax'],
  ['cm:companyemail', 'email'],
];

function ofPerson({ name, displayName, props: { profile = {}, homeFolder } }: Authority): Properties {
  const { company = {} } = profile;
  return present({
    'cm:userName': name,
    'cm:homeFolder': homeFolder,
    'cm:firstName': profile.firstName ?? displayName ?? name,
    ...Object.fromEntries(TEXTS.map(([id, member]) => [id, profile[member]])),
    ...Object.fromEntries(OF_COMPANY.map(([id, member]) => [id, company[member]])),
    'cm:emailFeedDisabled': profile.emailNotificationsEnabled === false ? true : undefined,
  });
}

const present = (values: Readonly<Record<string, PropertyValue | undefined>>): Properties =>
  Object.fromEntries(
    Object.entries(values).filter(
      (entry): entry is [string, PropertyValue] => entry[1] !== undefined && entry[1] !== '',
    ),
  );
