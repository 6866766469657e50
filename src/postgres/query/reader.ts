import type { QueryPageInput, QueryReader } from '../../repository/storage/queries';
import type { Session } from '../unit/session';
import { compilePage, type Compiled, type CompileInput } from './compile';
import { askedBy, compileFacets, type FacetsAnswer } from './facets';
import { currentSnapshot, keyOf, seenValues } from '../unit/unchanged';
import { exactCounts } from './exact-counts';
import { hitsOf, type FoundKeys } from './hits';
import { lookedUp } from './score-sql';
import { textsOfHits } from './texts';
import { askVerified, type Verifiable } from './verified';

interface PageAnswer extends Verifiable {
  readonly rows: FoundKeys | null;
  readonly count: number | null;
  readonly snapshot: string;
}

interface SeenPage extends PageAnswer {
  /** How many there are as of the snapshot, where that had to be found out besides. */
  readonly total?: number;
}

/** Pages that seldom hold all: their statement counts, too, where the count is not known; another one costs more. */
const SMALL_PAGE = 50;

/** By their rows; some hundred bytes each. */
const seenPages = seenValues<SeenPage>(30_000, ({ rows }) => 10 + (rows?.length ?? 0));

/**
 * A page of a query in two statements, keys and then objects that are not known, and a third that counts where neither
 * the page itself nor an earlier count tells how many there are. An object that goes in between is left out.
 */
export function queryReader(session: Session, options: { readonly countLimit: number }): QueryReader {
  const counts = exactCounts(session);
  const compiling = (input: QueryPageInput): Omit<CompileInput, 'folders' | 'texts'> => ({
    ...input,
    types: session.types,
    admin: session.caller.admin,
    countLimit: input.countLimit ?? options.countLimit,
    counted: input.page.maxItems <= SMALL_PAGE,
  });
  return {
    facets: async (groups) => {
      const { types, caller } = session;
      const answer = await askVerified<FacetsAnswer>(session, askedBy(groups), {
        compile: (found) => compileFacets({ types, admin: caller.admin, ...found, groups }),
      });
      return answer.answer.groups;
    },
    texts: (asked) => textsOfHits(session, asked),
    page: async (input) => {
      const { maxItems, skipCount } = input.page;
      const asked = compiling(input);
      const { countLimit } = asked;
      const { answer, keep, compiled } = await askPage(session, asked);
      const found = answer.rows ?? [];
      const countAll = async (): Promise<number> => {
        const { value, snapshot } = await counts.of(answer, compiled);
        if (snapshot === answer.snapshot) keep({ ...answer, total: value });
        return value;
      };
      const hasMoreItems = found.length > maxItems;
      const told = !hasMoreItems && (skipCount === 0 || found.length > 0);
      const count = told ? skipCount + found.length : (answer.total ?? (await countAll()));
      const keys = found.slice(0, maxItems);
      const tables = input.wanted.length;
      const withAcl = input.withAcl ?? false;
      return {
        hits: await hitsOf(session, keys, { tables, withAcl, asOf: answer.snapshot }),
        hasMoreItems,
        ...(count <= countLimit && { numItems: count }),
      };
    },
    plan: async (input) => {
      const { compiled } = await askPage(session, { ...compiling(input), page: { maxItems: 0, skipCount: 0 } });
      const { statement, values } = compilePage({ ...compiled, page: input.page });
      // The name is that of the statement itself.
      const { name: _name, ...unnamed } = statement;
      const explain = { ...unnamed, text: `explain ${statement.text}` };
      const lines = await session.executor.run(explain, [session.caller.id, ...values]);
      return lines.map(([line]) => line ?? '');
    },
  };
}

interface AskedPage {
  readonly answer: SeenPage;
  /** Instead of the answer. */
  readonly keep: (page: SeenPage) => void;
  readonly compiled: CompileInput;
}

/** The page with what its statement was compiled of, in one statement, or in a small one where it is seen already. */
async function askPage(session: Session, input: Omit<CompileInput, 'folders' | 'texts'>): Promise<AskedPage> {
  const counts = exactCounts(session);
  const pages = seenPages(session);
  const keyOfPage = ({ statement, values }: Compiled): string => keyOf(session, statement.text, values);
  let key = '';
  const { answer, known } = await askVerified<SeenPage>(session, lookedUp(input.query), {
    compile: (found) => {
      const compiling = { ...input, ...found };
      const page = compilePage(compiling);
      key = keyOfPage(page);
      if (pages.get(key) || !input.counted || !counts.isKnown(compiling)) return page;
      const uncounted = compilePage({ ...compiling, counted: false });
      key = keyOfPage(uncounted);
      return uncounted;
    },
    seen: async () => (pages.get(key) ? pages.take(key, await currentSnapshot(session)) : undefined),
  });
  const keep = (page: SeenPage): void => pages.keep(key, { value: page, snapshot: page.snapshot });
  keep(answer);
  return { answer, keep, compiled: { ...input, folders: known.folders, texts: known.texts } };
}
