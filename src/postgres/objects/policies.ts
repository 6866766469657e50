import type { PolicyReader, PolicyWriter } from '../../repository/storage/storage';
import type { StoredObject } from '../../repository/values/stored-object';
import { aclJson, liveRow, readSingle, VISIBLE, type SingleAnswer } from '../rows/object-row';
import { callerStatement, type Session } from '../unit/session';

// $2 keys of live rows
const APPLIED = callerStatement({
  name: 'applied-policies',
  body: `select json_agg(json_build_array(p.object_id, json_build_array(${liveRow}, ${aclJson('false')})) order by p.object_id, p.policy_id)
    from applied_policies p join objects o on o.id = p.policy_id join acls a on a.id = o.acl_id left join contents c on c.id = o.content_id
      cross join me
   where p.object_id = any ($2::bigint[]) and ${VISIBLE}`,
});
const APPLY = {
  name: 'apply-policy',
  text: 'insert into applied_policies (object_id, policy_id) values ($1, $2) on conflict do nothing',
};
const REMOVE = {
  name: 'remove-policy',
  text: 'delete from applied_policies where object_id = $1 and policy_id = $2 returning object_id',
};

export function policyReader(session: Session): PolicyReader {
  return {
    ofMany: async (objects) => {
      const answer = (await session.ask(APPLIED, [objects.map((object) => object.key)])) as
        readonly [number, SingleAnswer][] | null;
      const byObject = new Map<number, StoredObject[]>();
      for (const [key, row] of answer ?? []) {
        const policy = readSingle(session, row);
        if (policy) byObject.set(key, [...(byObject.get(key) ?? []), policy]);
      }
      return byObject;
    },
  };
}

export function policyWriter(session: Session): PolicyWriter {
  return {
    apply: async (object, policy) => {
      await session.executor.run(APPLY, [object.key, policy.key]);
    },
    remove: async (object, policy) => (await session.executor.run(REMOVE, [object.key, policy.key])).length > 0,
  };
}
