import type { IncomingMessage } from 'node:http';
import { createAlfrescoApi } from './alfresco/framework/handler';
import { OPERATIONS } from './alfresco/operations';
import type { MailParts } from './alfresco/framework/operation';
import { createExplorer, EXPLORER } from './alfresco/reference/explorer';
import { createWebScripts, WEB_SCRIPTS, type WebScriptParts } from './alfresco/web-scripts/web-scripts';
import { requestAuthenticator } from './authentication';
import { ATOMPUB_MOUNTS } from './cmis/atompub/mounts';
import { createAtomPubBinding } from './cmis/atompub/handler';
import { BROWSER_MOUNTS } from './cmis/browser/addresses';
import { createBrowserBinding } from './cmis/browser/handler';
import type { Config } from './config';
import type { Core } from './core';
import type { BaseUrlOf } from './http/base-url';
import { clientAddressOf } from './http/client-address';
import { foreignWrites } from './http/foreign-writes';
import { createAllowance } from './identity/allowance';
import type { Observe } from './observation';
import type { Readiness } from './readiness';
import type { Door } from './server';
import type { ListedDoor } from './start-page';

export interface DoorOptions extends Pick<
  Config,
  'limits' | 'answerDefaults' | 'crossOrigin' | 'jsonp' | 'trustedProxies' | 'basicChallenge' | 'mail'
> {
  readonly core: Core;
  readonly baseUrlOf: BaseUrlOf;
  readonly observe: Observe;
  readonly version: string;
  readonly ready: Readiness;
}

/** Every protocol at every address where it answers. */
export function openDoors(options: DoorOptions): readonly Door[] {
  const { core, baseUrlOf, observe } = options;
  const access = {
    basic: core.basic,
    tickets: core.tickets,
    refuseForeignWrite: foreignWrites({ allowedOrigins: options.crossOrigin.origins, baseUrlOf }),
    clientAddressOf: clientAddressOf(options),
  };
  const common = {
    repository: core.repository,
    repositoryId: core.repositoryId,
    authenticate: requestAuthenticator({ ...access, bearer: core.bearer }),
    baseUrlOf,
    report: (error: unknown, req: IncomingMessage) =>
      observe({ kind: 'unexpected-error', error, where: `${req.method} ${withoutSecrets(req.url)}` }),
    limits: options.answerDefaults,
  };
  const forms = { staging: core.staging, limits: options.limits };
  const browser = createBrowserBinding({ ...common, forms, results: core.results, jsonp: options.jsonp });
  const atomPub = createAtomPubBinding({ ...common, staging: core.staging });
  const api = createAlfrescoApi(
    {
      ...common,
      ...access,
      rootId: core.rootId,
      directory: core.accounts,
      forms,
      maxDepth: options.limits.maxDepth,
      version: options.version,
      ready: options.ready,
      jsonp: options.jsonp,
      basicChallenge: options.basicChallenge,
      mail: mailParts(options),
    },
    OPERATIONS,
  );
  return [
    explorerDoor(options, common.report),
    ...webScriptDoors({ ...common, ...access, basicChallenge: options.basicChallenge }),
    // The CMIS doors below it have longer prefixes and go first.
    { name: 'alfresco', prefix: '/alfresco/api', handle: api },
    ...BROWSER_MOUNTS.map((mount): Door => ({
      name: 'browser',
      prefix: mount.path,
      handle: (req, res) => browser(req, res, mount),
    })),
    ...ATOMPUB_MOUNTS.map((mount): Door => ({
      name: 'atompub',
      prefix: mount.path,
      handle: (req, res) => atomPub(req, res, mount),
    })),
  ];
}

const RESETS_PER_HOUR = 30;

const mailParts = ({ mail, core: { outbox, resets } }: DoorOptions): MailParts | undefined =>
  mail && {
    ...mail,
    outbox,
    resets,
    resetRequests: createAllowance(RESETS_PER_HOUR),
    resetAttempts: createAllowance(RESETS_PER_HOUR),
  };

function webScriptDoors(parts: WebScriptParts): readonly Door[] {
  const webScripts = createWebScripts(parts);
  return WEB_SCRIPTS.map((prefix) => ({
    name: 'alfresco',
    prefix,
    handle: (req, res) => webScripts(req, res, prefix),
  }));
}

const explorerDoor = (
  { core, version, baseUrlOf }: DoorOptions,
  report: (error: unknown, req: IncomingMessage) => void,
): Door => ({
  name: 'api-explorer',
  prefix: EXPLORER,
  handle: createExplorer({
    operations: OPERATIONS,
    version,
    takesTokens: core.bearer !== undefined,
    baseUrlOf,
    report,
  }),
});

/** The addresses that the page for people shows; every other one is an older spelling of these. */
export const LISTED_DOORS: readonly ListedDoor[] = [
  {
    title: 'CMIS 1.1 browser binding',
    path: '/cmis/1.1/browser',
    description: 'JSON for programs and web pages, the standard to the letter.',
  },
  {
    title: 'CMIS 1.1 AtomPub',
    path: '/cmis/1.1/atom',
    description: 'XML for desktop and office programs, the standard to the letter.',
  },
  { title: 'CMIS 1.0 AtomPub', path: '/cmis/1.0/atom', description: 'The same for clients of the older version.' },
  {
    title: 'CMIS 1.1 browser binding, as Alfresco speaks it',
    path: '/alfresco/api/-default-/public/cmis/versions/1.1/browser',
    description: 'For clients that were made for Alfresco.',
  },
  {
    title: 'CMIS 1.1 AtomPub, as Alfresco speaks it',
    path: '/alfresco/api/-default-/public/cmis/versions/1.1/atom',
    description: 'For clients that were made for Alfresco.',
  },
  {
    title: 'CMIS 1.0 AtomPub, as Alfresco speaks it',
    path: '/alfresco/api/-default-/public/cmis/versions/1.0/atom',
    description: 'For clients that were made for Alfresco.',
  },
  {
    title: 'Alfresco v1 REST API',
    path: '/alfresco/api/-default-/public/alfresco/versions/1',
    description: 'JSON for programs and web clients that were made for Alfresco.',
  },
];

/** A ticket in an address is as good as a password. */
const withoutSecrets = (url = ''): string => url.replace(/(\b(?:alf_ticket|pw)=)[^&]*/gi, '$1…');
