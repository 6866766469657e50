import type { Directory, Group, Member, Person } from '../../identity/directory';
import { constraint } from '../../model/errors';
import { dropAuthorityObjects, keepAuthorityObjects, ownSession } from './authority-objects';
import type { Database, Executor, RawRow } from '../connection/database';
import { translate } from '../connection/errors';
import { hasAdministrator, lockPrincipals } from './memberships';
import {
  addMember,
  createGroup,
  createPerson,
  deleteGroup,
  groupNamed,
  PERSON,
  PERSON_COLUMNS,
  personOf,
  removeMember,
  updatePerson,
} from './principal-changes';
import { loadRegistry } from '../types/types';

export interface DirectoryOptions {
  readonly database: Database;
  /** Runs in the transaction that makes a person, after the person is there. */
  readonly onPersonCreated?: (executor: Executor, person: Person) => Promise<void>;
}

const ACCOUNT = {
  name: 'account',
  text: `select id, name, password, enabled, epoch, admin from principals where name = $1 and kind = 'person'`,
};

const PEOPLE = {
  name: 'people',
  text: `select ${PERSON_COLUMNS} from principals where kind = 'person' and name > $1 order by name limit $2`,
};
const GROUPS = {
  name: 'groups',
  text: `select id, name, display_name from principals where kind = 'group' and name > $1 order by name limit $2`,
};
const MEMBERS = {
  name: 'group-members',
  text: `select p.name, p.kind from memberships m join principals p on p.id = m.member_id
    where m.group_id = $1 and p.name > $2 order by p.name limit $3`,
};

/** People and groups in the repository's database. */
export function principalDirectory(options: DirectoryOptions): Directory {
  const { database } = options;
  const change = async <T>(work: (executor: Executor) => Promise<T>): Promise<T> => {
    try {
      return await database.transaction(async (executor) => {
        await lockPrincipals(executor);
        return work(executor);
      });
    } catch (error) {
      throw translate(error);
    }
  };
  /** Nobody could undo it. */
  const changeOfRights = <T>(work: (executor: Executor) => Promise<T>): Promise<T> =>
    change(async (executor) => {
      const had = await hasAdministrator(executor);
      const result = await work(executor);
      if (had && !(await hasAdministrator(executor)))
        throw constraint('Somebody who can log in must stay an administrator.');
      return result;
    });
  return {
    ...directoryReader(database),
    createPerson: (person) =>
      change(async (executor) => {
        const made = await createPerson(executor, person);
        await options.onPersonCreated?.(executor, made);
        await keepObject(executor, person.name);
        return made;
      }),
    updatePerson: (name, wanted) =>
      (wanted.enabled === false ? changeOfRights : change)(async (executor) => {
        const updated = await updatePerson(executor, name, wanted);
        await keepObject(executor, name);
        return updated;
      }),
    createGroup: (group) =>
      change(async (executor) => {
        const made = await createGroup(executor, group);
        await keepObject(executor, group.name);
        return made;
      }),
    deleteGroup: (name) =>
      changeOfRights(async (executor) => {
        await dropAuthorityObjects(ownSession(executor, await loadRegistry(executor)), Date.now(), [name]);
        await deleteGroup(executor, name);
      }),
    addMember: (membership) => change((executor) => addMember(executor, membership)),
    removeMember: (membership) => changeOfRights((executor) => removeMember(executor, membership)),
  };
}

async function keepObject(executor: Executor, name: string): Promise<void> {
  await keepAuthorityObjects(ownSession(executor, await loadRegistry(executor)), Date.now(), [name]);
}

type DirectoryReader = Pick<Directory, 'account' | 'person' | 'people' | 'groups' | 'members'>;

function directoryReader(executor: Executor): DirectoryReader {
  return {
    account: async (name) => {
      // PostgreSQL would refuse it, and nobody can have it.
      if (name.includes('\0')) return undefined;
      const [row] = await executor.run(ACCOUNT, [name]);
      if (!row) return undefined;
      return {
        id: Number(row[0]),
        name: String(row[1]),
        password: row[2] ?? undefined,
        enabled: row[3] === 't',
        epoch: Number(row[4]),
        admin: row[5] === 't',
      };
    },
    person: async (name) => {
      const [row] = await executor.run(PERSON, [name]);
      return row && personOf(row);
    },
    people: async ({ after, limit }) => (await executor.run(PEOPLE, [after ?? '', limit])).map(personOf),
    groups: async ({ after, limit }) => (await executor.run(GROUPS, [after ?? '', limit])).map(groupOf),
    members: async (group, { after, limit }) => {
      const { id } = await groupNamed(executor, group);
      return (await executor.run(MEMBERS, [id, after ?? '', limit])).map(memberOf);
    },
  };
}

const groupOf = ([id, name, displayName]: RawRow): Group => ({
  id: Number(id),
  name: String(name),
  displayName: displayName ?? undefined,
});

const memberOf = ([name, kind]: RawRow): Member => ({
  name: String(name),
  kind: kind === 'group' ? 'group' : 'person',
});
