/** Templates of addresses, which the service document gives to clients to fill in. CMIS 1.1 §3.7.1. */
import { element } from '../xml/writer';
import { MEDIA_TYPES } from './links';

const OF_OBJECTS = [
  'filter',
  'includeAllowableActions',
  'includePolicyIds',
  'includeRelationships',
  'includeACL',
  'renditionFilter',
];
const BY_ID = ['id', ...OF_OBJECTS, 'returnVersion'];
const BY_PATH = ['path', ...OF_OBJECTS];
const OF_QUERIES = [
  'q',
  'searchAllVersions',
  'maxItems',
  'skipCount',
  'includeAllowableActions',
  'includeRelationships',
  'renditionFilter',
];

const UNFILLED: ReadonlySet<string> = new Set([...BY_ID, ...BY_PATH, ...OF_QUERIES].map((name) => `{${name}}`));

/** Whether a value is a variable that the client left as it stood: some fill in only those that they know. */
export const isUnfilled = (value: string): boolean => UNFILLED.has(value);

/** Variables of 1.1 are there in 1.0 too: clients put nothing for those that they do not know, or leave them. */
export function uriTemplates(base: string): string {
  return (
    template('objectbyid', `${base}/id?${variables(BY_ID)}`, MEDIA_TYPES.entry) +
    template('objectbypath', `${base}/path?${variables(BY_PATH)}`, MEDIA_TYPES.entry) +
    template('query', `${base}/query?${variables(OF_QUERIES)}`, MEDIA_TYPES.feed) +
    template('typebyid', `${base}/type?${variables(['id'])}`, MEDIA_TYPES.entry)
  );
}

const variables = (names: readonly string[]): string => names.map((name) => `${name}={${name}}`).join('&');

const template = (type: string, text: string, mediaType: string): string =>
  `<cmisra:uritemplate>${element('cmisra:template', text)}${element('cmisra:type', type)}` +
  `${element('cmisra:mediatype', mediaType)}</cmisra:uritemplate>`;
