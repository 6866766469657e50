import type { PropertyDefinition, PropertyType } from '../../model/property-definition';
import type { Scalar } from '../../model/properties';
import { numericColumn, valuesOf, type AftsReading } from '../../query/afts/query';
import type { FieldFacet, FieldStatistics, StatisticsFacet } from '../contract/search-request';
import type { FacetField, Statistics, StatisticsAnswer } from '../storage/facets';

/** Values that are counted, and of which property; undefined for sites and tags. */
export interface Counting {
  readonly asked: FacetField;
  readonly property: PropertyDefinition | undefined;
  readonly read: (value: string) => Scalar;
}

/**
 * What is to be counted for a facet of values. @throws CmisError `invalidArgument` for a field whose values cannot be
 * counted.
 */
export function countingOf(reading: AftsReading, facet: FieldFacet): Counting {
  const { values, propertyType } = valuesOf(reading, facet.field);
  const { prefix, order, minCount, offset, limit } = facet;
  return {
    asked: { values, order, minCount, offset, limit, ...(prefix !== undefined && { prefix }) },
    property: values.kind === 'column' ? values.column.property : undefined,
    read: (value) => readValue(propertyType, value),
  };
}

function readValue(type: PropertyType, value: string): Scalar {
  if (type === 'boolean') return value === 'true';
  return type === 'integer' || type === 'decimal' || type === 'datetime' ? Number(value) : value;
}

export interface Calculating {
  readonly asked: Statistics;
  readonly read: (answer: StatisticsAnswer | undefined) => FieldStatistics;
}

const NOTHING = { count: 0, missing: 0, distinct: 0 };

/**
 * What is to be calculated for a facet of statistics. @throws CmisError `invalidArgument` for a field that holds no
 * numbers or dates.
 */
export function calculatingOf(reading: AftsReading, facet: StatisticsFacet): Calculating {
  const column = numericColumn(reading, facet.field);
  const isDate = column.property.propertyType === 'datetime';
  return {
    asked: { column, percentiles: facet.percentiles ?? [] },
    read: (answer = NOTHING) => ({ ...answer, ...(isDate && { isDate }) }),
  };
}
