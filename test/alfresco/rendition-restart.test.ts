import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startApplication, type Application } from '../../src/application';
import { readConfig } from '../../src/config';
import { createDatabase } from '../support/database';
import { alfrescoClient, basic, type AlfrescoClient } from './client';
import { eventually, idOf, picture, upload } from './renditions';

const NAMES = ['avatar', 'avatar32', 'doclib', 'imgpreview', 'medium', 'pdf'];

it('renditions that were asked for are made, though the server stops over them', async () => {
  const database = await createDatabase();
  const contentDir = await mkdtemp(join(tmpdir(), 'triptych-content-'));
  const errors: unknown[] = [];
  const start = (): Promise<Application> =>
    startApplication({
      ...readConfig({ PORT: '0', DATABASE_CONNECTIONS: '4' }),
      databaseUrl: database.url,
      contentDir,
      observe: (observation) => {
        if (observation.kind === 'unexpected-error') errors.push(observation);
      },
    });
  const clientOf = ({ url }: Application): AlfrescoClient => alfrescoClient(url, basic('admin', 'admin'));
  let application = await start();
  try {
    const id = idOf(await upload(clientOf(application), { name: 'a.png', bytes: await picture('png', 2000, 2000) }));
    const list = `/nodes/${id}/renditions`;
    expect((await clientOf(application).post(list, { id: NAMES.join(',') })).status).toBe(202);
    await application.close({ drainMs: 1_000 });
    application = await start();
    const client = clientOf(application);
    await eventually(async () => {
      const { entries } = await client.get(`${list}?where=(status='CREATED')`);
      return entries.length === NAMES.length ? true : undefined;
    });
    expect(errors).toEqual([]);
  } finally {
    await application.close({ drainMs: 1_000 });
    await database.drop();
    await rm(contentDir, { recursive: true, force: true });
  }
});
