import { CmisError } from '../../model/errors';
import { fullName } from '../../model/profile';
import type {
  Counted,
  DirectoryReader,
  DirectoryWriter,
  Ordering,
  PersonColumn,
  Preference,
  StoredPerson,
} from '../../repository/storage/directory';
import { keepAuthorityObjects } from './authority-objects';
import { countedJson, readCounted } from '../rows/counted';
import type { Statement } from '../connection/database';
import { makeHome } from './homes';
import { createPerson } from './principal-changes';
import { callerStatement, type Session } from '../unit/session';

/** JSON of the person whose row is `p`. */
export const PERSON_JSON = `json_strip_nulls(json_build_object('name', p.name, 'displayName', p.display_name, 'enabled', p.enabled, 'admin', p.admin,
    'profile', coalesce(p.props->'profile', '{}')))`;

/** What people are ordered by, of the row `p`. */
export const PERSON_COLUMNS: Readonly<Record<PersonColumn, string>> = {
  id: 'p.name',
  firstName: `lower(coalesce(p.props #>> '{profile,firstName}', p.display_name, p.name))`,
  lastName: `lower(coalesce(p.props #>> '{profile,lastName}', ''))`,
};

/** Named where the order is one of the usual. */
function peopleStatement(order: readonly Ordering<PersonColumn>[]): Statement {
  const [first] = order;
  const columns = order.map(({ by, descending }) => `${PERSON_COLUMNS[by]}${descending ? ' desc' : ''}`);
  const { name, text } = callerStatement({
    name: `people-by-${first ? `${first.by}${first.descending ? '-down' : ''}` : 'id'}`,
    body: countedJson({
      row: PERSON_JSON,
      source: `principals p where p.kind = 'person'`,
      order: [...columns, 'p.name'].join(', '),
    }),
  });
  return order.length > 1 || name === undefined ? { text } : { name, text };
}

const PERSON = callerStatement({
  name: 'person-of-name',
  body: `select ${PERSON_JSON} from principals p where p.name = $2 and p.kind = 'person'`,
});
const IS_PERSON = `exists (select from principals p where p.name = $4 and p.kind = 'person')`;
const PREFERENCES = callerStatement({
  name: 'preferences',
  body: `case when ${IS_PERSON} then ${countedJson({
    row: `json_build_object('name', f.name, 'value', f.value)`,
    source: `preferences f where f.principal_id = (select p.id from principals p where p.name = $4)`,
    order: 'f.name',
  })} end`,
});
const PREFERENCE = callerStatement({
  name: 'preference',
  body: `select json_build_object('name', f.name, 'value', f.value) from preferences f join principals p on p.id = f.principal_id
    where p.name = $2 and f.name = $3`,
});

type PersonReader = Pick<DirectoryReader, 'people' | 'person' | 'preferences' | 'preference'>;

export function personReader(session: Session): PersonReader {
  return {
    people: async ({ page, order }) =>
      readCounted<StoredPerson>(await session.ask(peopleStatement(order), [page.maxItems, page.skipCount])),
    person: async (name) => ((await session.ask(PERSON, [name])) as StoredPerson | null) ?? undefined,
    preferences: async (person, page) => {
      const answer = await session.ask(PREFERENCES, [page.maxItems, page.skipCount, person]);
      return (answer as Counted<Preference> | null) ?? undefined;
    },
    preference: async (person, name) =>
      ((await session.ask(PREFERENCE, [person, name])) as Preference | null) ?? undefined,
  };
}

const UPDATE = {
  name: 'update-person-profile',
  text: `update principals p set
      props = p.props || jsonb_build_object('profile', $2::jsonb), display_name = coalesce($3, p.display_name),
      enabled = coalesce($4::boolean, p.enabled), password = coalesce($5, p.password),
      epoch = p.epoch + ((p.password, p.enabled) is distinct from (coalesce($5, p.password), coalesce($4::boolean, p.enabled)))::int
    where p.name = $1 and p.kind = 'person' returning ${PERSON_JSON}`,
};
const SET_PREFERENCE = {
  name: 'set-preference',
  text: `insert into preferences (principal_id, name, value) select p.id, $2, $3 from principals p where p.name = $1 and p.kind = 'person'
    on conflict (principal_id, name) do update set value = excluded.value`,
};
const DROP_PREFERENCE = {
  name: 'drop-preference',
  text: 'delete from preferences f using principals p where p.id = f.principal_id and p.name = $1 and f.name = $2',
};

type PersonWriter = Pick<DirectoryWriter, 'createPerson' | 'updatePerson' | 'setPreference'>;

export function personWriter(session: Session, now: number): PersonWriter {
  const { executor } = session;
  const update: PersonWriter['updatePerson'] = async (name, { profile, enabled, password }) => {
    const values = [name, JSON.stringify(profile), fullName(profile) ?? null, enabled ?? null, password ?? null];
    const answer = (await executor.run(UPDATE, values))[0]?.[0];
    if (!answer) throw new CmisError('objectNotFound', `There is no person '${name}'.`);
    return JSON.parse(answer) as StoredPerson;
  };
  return {
    createPerson: async ({ name, password, enabled, profile }) => {
      const made = await createPerson(executor, { name, password, enabled });
      await makeHome(executor, made);
      const person = await update(name, { profile });
      await keepAuthorityObjects(session, now, [name]);
      return person;
    },
    updatePerson: async (name, change) => {
      const person = await update(name, change);
      await keepAuthorityObjects(session, now, [name]);
      return person;
    },
    setPreference: async (person, name, value) => {
      await (value === undefined
        ? executor.run(DROP_PREFERENCE, [person, name])
        : executor.run(SET_PREFERENCE, [person, name, value]));
    },
  };
}
