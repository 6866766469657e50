import type { Outbox } from '../../mail/mail';
import { uuidv7 } from '../../model/uuid';
import type { Executor } from '../connection/database';

/** Mails of one person that may wait. */
const MOST = 200;

// $1 mails as JSON [{key, payload}], $2 who sends them
const PUT = {
  name: 'put-mails',
  text: `insert into jobs (kind, key, payload)
    select 'mail', m->>'key', m->'payload' from jsonb_array_elements($1::jsonb) m
     where (select count(*) from jobs j where j.kind = 'mail' and j.payload->>'for' = $2) + jsonb_array_length($1::jsonb) <= ${MOST}
    returning id`,
};

/**
 * A job for each mail, so that one that cannot be sent is in no other's way; of one person's one after the other is
 * sent. `onPut`: called when there are some.
 */
export const outbox = (executor: Executor, onPut?: () => void): Outbox => ({
  put: async (sender, mails) => {
    const jobs = mails.map((mail) => ({ key: uuidv7(), payload: { ...mail, for: sender } }));
    const isPut = (await executor.run(PUT, [JSON.stringify(jobs), sender])).length > 0;
    if (isPut) onPut?.();
    return isPut;
  },
});
