/** Auditing; reference: Alfresco's `/audit-applications`. There is none here, which these operations say as Alfresco does. */
import { ApiError } from '../framework/api-error';
import { operation, type Method, type Operation } from '../framework/operation';
import { PAGING } from '../framework/parameters';
import { flag, object } from '../framework/shapes';

const APPLICATIONS = '/audit-applications';
const APPLICATION = `${APPLICATIONS}/{auditApplicationId}`;
const ENTRIES = `${APPLICATION}/audit-entries`;

interface Switched {
  readonly id: string;
  readonly method: Method;
  readonly path: string;
  readonly summary: string;
}

const off = (): Promise<never> => Promise.reject(new ApiError(501, 'Auditing is switched off: this server has none.'));

const switchedOff = ({ id, method, path, summary }: Switched): Operation =>
  operation({
    id,
    method,
    path,
    api: 'core',
    summary: `${summary} (refused: auditing is off)`,
    since: '5.2.2',
    status: method === 'DELETE' ? 204 : 200,
    answers: path.includes('audit-entries') ? 'AuditEntry' : 'AuditApplication',
    access: 'administrator',
    parameters: id.startsWith('list') ? PAGING : {},
    run: off,
  });

const updateAuditApp = operation({
  id: 'updateAuditApp',
  method: 'PUT',
  path: APPLICATION,
  api: 'core',
  summary: 'Update audit application info (refused: auditing is off)',
  since: '5.2.2',
  status: 200,
  answers: 'AuditApplication',
  access: 'administrator',
  body: object({ isEnabled: flag() }),
  run: off,
});

export const AUDIT: readonly Operation[] = [
  switchedOff({ id: 'listAuditApps', method: 'GET', path: APPLICATIONS, summary: 'List audit applications' }),
  switchedOff({ id: 'getAuditApp', method: 'GET', path: APPLICATION, summary: 'Get audit application info' }),
  updateAuditApp,
  switchedOff({ id: 'listAuditEntriesForAuditApp', method: 'GET', path: ENTRIES, summary: 'List audit entries' }),
  switchedOff({
    id: 'deleteAuditEntriesForAuditApp',
    method: 'DELETE',
    path: ENTRIES,
    summary: 'Delete audit entries',
  }),
  switchedOff({ id: 'getAuditEntry', method: 'GET', path: `${ENTRIES}/{auditEntryId}`, summary: 'Get an audit entry' }),
  switchedOff({
    id: 'deleteAuditEntry',
    method: 'DELETE',
    path: `${ENTRIES}/{auditEntryId}`,
    summary: 'Delete an audit entry',
  }),
  switchedOff({
    id: 'listAuditEntriesForNode',
    method: 'GET',
    path: '/nodes/{nodeId}/audit-entries',
    summary: 'List audit entries for a node',
  }),
];
