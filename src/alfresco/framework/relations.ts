/** What answers take from other operations: `relations` beside entries, and the `source` of a list. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Request } from '../../repository/contract/request';
import { wrapped, wrappedList, type Relations } from './envelopes';
import type { Answer, ApiParts, Entry, Json, List } from './operation';
import { readParameters, relationsOf, type QueryValues } from './request-query';
import { split, type Route, type Router } from './router';
import { membersOf } from './written-entry';

interface Around {
  readonly parts: ApiParts;
  readonly router: Router;
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
}

interface Asked {
  readonly route: Route;
  readonly request: Request | undefined;
  readonly values: QueryValues;
}

/** More would make one request cost what it likes. */
const MAX_RELATIONS = 10;

/** Beside each entry what the client named; a relation that is not there or fails is left out, as Alfresco does. */
export async function relatedTo(
  around: Around,
  asked: Asked & { readonly entries: readonly Entry[]; readonly ofList: boolean },
): Promise<readonly Relations[]> {
  const wanted = [...relationsOf(asked.values)].slice(0, MAX_RELATIONS);
  if (wanted.length === 0) return [];
  const all: Relations[] = [];
  for (const entry of asked.entries) {
    const relations: Record<string, string> = {};
    for (const [name, fields] of wanted) {
      const answer = await answerAt(around, asked, segmentsOf(asked, name, membersOf(entry)));
      const body = answer && bodyOf(answer, fields);
      if (body) relations[name] = body;
    }
    all.push(relations);
  }
  return all;
}

function segmentsOf(
  { route, ofList }: Asked & { readonly ofList: boolean },
  relation: string,
  entry: Json,
): readonly string[] {
  const id = typeof entry['id'] === 'string' ? entry['id'] : '';
  const declared = route.operation.relations?.[relation];
  if (declared !== undefined) return split(declared).map((part) => (part === '{id}' ? id : part));
  return [...pathOf(route), ...(ofList ? [id] : []), relation];
}

/** The path that was asked for, in segments. */
const pathOf = ({ operation, values }: Route): readonly string[] =>
  split(operation.path).map((part) => (part.startsWith('{') ? (values[part.slice(1, -1)] ?? '') : part));

function bodyOf(answer: Answer, fields: ReadonlySet<string> | undefined): string | undefined {
  if (answer.kind === 'entry') return wrapped(answer.entry, { fields });
  if (answer.kind === 'list') return wrappedList(answer.list, { fields, skipCount: 0, maxItems: 100 });
  return undefined;
}

/** The entity that a list belongs to, bare; undefined where it cannot be read. */
export async function sourceOf(around: Around, asked: Asked & { readonly list: List }): Promise<Json | undefined> {
  if (asked.list.source) return asked.list.source();
  const above = pathOf(asked.route).slice(0, -1);
  const answer = above.length === 0 ? undefined : await answerAt(around, asked, above);
  return answer?.kind === 'entry' ? membersOf(answer.entry) : undefined;
}

/** What a GET of that path would answer this caller, without any parameters. */
async function answerAt(
  { parts, router, req, res }: Around,
  { route, request }: Asked,
  segments: readonly string[],
): Promise<Answer | undefined> {
  const found = router.at(route.operation.api, 'GET', segments);
  const { operation } = found ?? {};
  if (!found || !operation || !request) return undefined;
  if (operation.access === 'administrator' && !(await parts.repository.isAdministrator(request))) return undefined;
  // It answers by itself, which only the operation that was asked for may do.
  if (operation.rawAnswer === true) return undefined;
  try {
    return await operation.run({
      parts,
      repository: parts.repository,
      request,
      path: found.values,
      query: readParameters(new Map(), operation.parameters),
      body: undefined,
      bodies: [],
      req,
      res,
    });
  } catch {
    return undefined;
  }
}
