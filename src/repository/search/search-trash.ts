import { invalidArgument } from '../../model/errors';
import { allowableActions } from '../access/access';
import { soughtIn, textQuery } from './search-query';
import { highlights } from './highlight';
import { searchReading } from './reading';
import type { SearchHit, SearchRequest } from '../contract/search-request';
import type { ReadUnit } from '../storage/storage';
import type { TrashedObject } from '../storage/trash';

export interface TrashHit extends SearchHit {
  readonly trashed: TrashedObject;
}

export interface TrashHits {
  readonly items: readonly TrashHit[];
  readonly hasMoreItems: boolean;
  readonly numItems?: number;
}

/** As `search`, among what the caller has deleted, of administrators everything. @throws CmisError `invalidArgument`. */
export async function searchTrash(uow: ReadUnit, input: SearchRequest): Promise<TrashHits> {
  if (input.language === 'cmis') throw invalidArgument('The trash is not searched by statements of CMIS-QL.');
  if (input.facets) throw invalidArgument('There are no facets of the trash.');
  const reading = searchReading(uow, input);
  const query = textQuery(reading, input)([]);
  const { hits, ...page } = await uow.trashReader.search({ query, page: input.page, countLimit: input.countLimit });
  const { highlight: fields } = input;
  const objects = hits.map(({ trashed }) => trashed.object);
  const shown = fields && (await highlights(uow, reading, { sought: soughtIn(reading, input), fields, objects }));
  const items = hits.map(({ trashed, score }, index) => {
    const { object } = trashed;
    return {
      ...{ trashed, object, score, allowableActions: allowableActions(object) },
      ...(shown && { highlight: shown[index] ?? [] }),
    };
  });
  return { ...page, items };
}
