import type { Caller } from '../../model/principal';
import type { PeopleReader } from '../../repository/storage/storage';
import { callerStatement, type Session } from '../unit/session';

// $2 names
const DISPLAY_NAMES = callerStatement({
  name: 'display-names',
  body: `json_build_array(r.names_version, (select json_object_agg(p.name, p.display_name) from principals p
    where p.name = any ($2::text[]) and p.display_name is not null))`,
});

type DisplayNamesAnswer = readonly [version: number, displayNames: Readonly<Record<string, string>> | null];

// $2 names
const EXISTING = callerStatement({
  name: 'existing-authorities',
  body: `select json_agg(p.name) from principals p where p.name = any ($2::text[]) and p.kind in ('person', 'group')`,
});

const HOME = callerStatement({
  name: 'home-of-caller',
  body: `select to_json(p.props->>'homeFolder') from principals p join me on me.id = p.id`,
});

// $2 name
const PERSON = callerStatement({
  name: 'person-by-name',
  body: `select json_build_object('id', p.id, 'name', p.name, 'epoch', p.epoch, 'admin', p.admin)
    from principals p where p.name = $2::text and p.kind = 'person' and p.enabled`,
});

/** People and groups as answers name them. */
export function peopleReader(session: Session): PeopleReader {
  return {
    displayNames: async (names) => {
      const { found, missing } = session.names?.among(names) ?? { found: new Map<string, string>(), missing: names };
      if (missing.length === 0) return found;
      const [version, answer] = (await session.ask(DISPLAY_NAMES, [names])) as DisplayNamesAnswer;
      const displayNames = new Map(Object.entries(answer ?? {}));
      session.names?.keep(version, names, displayNames);
      return displayNames;
    },
    existing: async (names) => {
      if (names.length === 0) return new Set();
      return new Set((await session.ask(EXISTING, [names])) as readonly string[] | null);
    },
    person: async (name) => ((await session.ask(PERSON, [name])) as Caller | null) ?? undefined,
    home: async () => ((await session.ask(HOME)) as string | null) ?? undefined,
  };
}
