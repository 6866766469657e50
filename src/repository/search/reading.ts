import { invalidArgument } from '../../model/errors';
import type { AftsReading } from '../../query/afts/query';
import { requireTimeZone } from '../../query/afts/time-zone';
import type { SearchRequest } from '../contract/search-request';
import type { ReadUnit } from '../storage/storage';

/** Of all texts of a search together. */
const MAX_TESTS = 10_000;

/** How the texts of a search are read. @throws CmisError `invalidArgument`. */
export function searchReading(uow: ReadUnit, { defaults = {}, templates = [], timeZone }: SearchRequest): AftsReading {
  if (timeZone !== undefined) requireTimeZone(timeZone);
  let tests = 0;
  return {
    types: uow.types,
    now: Date.now(),
    timeZone,
    operator: defaults.operator ?? 'and',
    fieldOperator: defaults.fieldOperator ?? defaults.operator ?? 'and',
    defaultField: defaults.field ?? 'TEXT',
    namespace: defaults.namespace ?? 'cm',
    textAttributes: defaults.textAttributes,
    onTest: () => {
      if (++tests > MAX_TESTS)
        throw invalidArgument(`The search, its filters and facets have more than ${MAX_TESTS} terms.`);
    },
    templates: templates.some(({ name }) => name.toLowerCase() === KEYWORDS.name)
      ? templates
      : [...templates, KEYWORDS],
  };
}

/** What web clients ask where they let people search. */
const KEYWORDS = { name: 'keywords', template: '%(cm:name cm:title cm:description TEXT TAG)' };
