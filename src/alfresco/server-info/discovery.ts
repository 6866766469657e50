import { entry, operation, type Operation } from '../framework/operation';

/** The level of Alfresco's API that clients may count on. */
const LEVEL = { major: '25', minor: '1', patch: '0', hotfix: '0', schema: 20_000 } as const;

const getRepositoryInformation = operation({
  id: 'getRepositoryInformation',
  method: 'GET',
  path: '/discovery',
  api: 'discovery',
  summary: 'Get repository information',
  since: '5.2',
  status: 200,
  answers: 'RepositoryInfo',
  run: ({ parts }) => {
    const label = `Triptych ${parts.version}`;
    const { major, minor, patch, hotfix, schema } = LEVEL;
    return Promise.resolve(
      entry({
        repository: {
          id: parts.rootId,
          edition: 'Community',
          version: {
            ...LEVEL,
            label,
            display: `${major}.${minor}.${patch}.${hotfix} (${label}) schema ${schema}`,
          },
          status: {
            isReadOnly: false,
            isAuditEnabled: false,
            isQuickShareEnabled: true,
            isThumbnailGenerationEnabled: true,
            isDirectAccessUrlEnabled: false,
          },
          modules: [
            {
              id: 'triptych',
              title: 'Triptych',
              description: 'Content repository with CMIS and this API',
              version: parts.version,
              installState: 'INSTALLED',
            },
          ],
        },
      }),
    );
  },
});

export const DISCOVERY: readonly Operation[] = [getRepositoryInformation];
