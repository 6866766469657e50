/** What a search asks and answers. */
import type { Scalar } from '../../model/properties';
import type { PropertyDefinition } from '../../model/property-definition';
import type { ObjectSelection, ObjectView, PageRequest } from '../values/object-view';
import type { StatisticsAnswer } from '../storage/facets';

export interface SearchDefaults {
  /** Between terms side by side. */
  readonly operator?: 'and' | 'or';
  /** The same in groups of a field. */
  readonly fieldOperator?: 'and' | 'or';
  /** Of terms that name no field: `TEXT` when absent. */
  readonly field?: string;
  /** Prefix of names that have none: `cm` when absent. */
  readonly namespace?: string;
  /** Fields that `TEXT` stands for; absent: name, text properties and content. */
  readonly textAttributes?: readonly string[];
}

export interface SearchSort {
  /** `score` or the name of a property. */
  readonly field: string;
  readonly descending: boolean;
}

export interface SearchFilter {
  /** In `afts`. */
  readonly query: string;
  /** By which facets leave the filter out. */
  readonly tags?: readonly string[];
}

interface Facet {
  /** Tags of filters that do not count for this facet. */
  readonly excludes?: readonly string[];
}

/** How many of the objects have which value. `field`: a property, `SITE`, `TAG`, `TYPE` or `ASPECT`. */
export interface FieldFacet extends Facet {
  readonly field: string;
  /** Of the values that are listed. */
  readonly prefix?: string;
  readonly order: 'count' | 'value';
  /** Values that fewer objects have are left out, and those that none has. */
  readonly minCount: number;
  readonly offset: number;
  readonly limit: number;
}

/** How many of the objects a search finds. */
export interface QueryFacet extends Facet {
  readonly query: string;
}

/** How many of the objects have a value in ranges of one length, numbers or dates (`gap` such as `+1MONTH`). */
export interface RangeFacet extends Facet {
  readonly field: string;
  readonly start: string;
  readonly end: string;
  readonly gap: string;
  /** The last range ends at the end, however long it is. */
  readonly hardEnd?: boolean;
  /**
   * Which limits belong to a range: its lower when absent. `edge`: the first lower and the last upper one. `outer`: these
   * two belong to what is before and after, too.
   */
  readonly include?: readonly ('lower' | 'upper' | 'edge' | 'outer')[];
}

export interface Interval {
  readonly start: string;
  readonly end: string;
  readonly startInclusive: boolean;
  readonly endInclusive: boolean;
}

export interface IntervalFacet extends Facet {
  readonly field: string;
  readonly intervals: readonly Interval[];
}

/** What the numbers or dates of a field come to. */
export interface StatisticsFacet extends Facet {
  readonly field: string;
  /** From 0 to 100. */
  readonly percentiles?: readonly number[];
}

/** Values of one field, for each of them those of the next, and so on. */
export interface PivotFacet extends Facet {
  readonly levels: readonly Omit<FieldFacet, 'excludes'>[];
  /** Asked of the innermost values; what they leave out does not count. */
  readonly range?: RangeFacet;
  readonly statistics?: StatisticsFacet;
}

export interface SearchFacets {
  readonly pivots?: readonly PivotFacet[];
  readonly fields?: readonly FieldFacet[];
  readonly queries?: readonly QueryFacet[];
  readonly ranges?: readonly RangeFacet[];
  readonly intervals?: readonly IntervalFacet[];
  readonly statistics?: readonly StatisticsFacet[];
}

export interface FieldCounts {
  /** What was counted; undefined: sites or tags. */
  readonly property?: PropertyDefinition;
  /** Dates are milliseconds since 1970. */
  readonly buckets: readonly { readonly value: Scalar; readonly count: number }[];
  /** Objects without any value. */
  readonly missing: number;
}

export interface PivotBucket {
  readonly value: Scalar;
  readonly count: number;
  /** Of the next level. */
  readonly buckets: readonly PivotBucket[];
  /** Of the last level, as asked. */
  readonly range?: RangeCounts;
  readonly statistics?: FieldStatistics;
}

export interface PivotCounts {
  /** Of each level what was counted; undefined: sites or tags. */
  readonly properties: readonly (PropertyDefinition | undefined)[];
  readonly buckets: readonly PivotBucket[];
}

export interface RangeCounts {
  readonly buckets: readonly (Interval & { readonly count: number })[];
  /** Objects with a lower or a higher value. */
  readonly before: number;
  readonly after: number;
  readonly between: number;
}

/** In the order of the request. */
export interface FacetCounts {
  readonly fields: readonly FieldCounts[];
  readonly queries: readonly number[];
  readonly ranges: readonly RangeCounts[];
  readonly intervals: readonly (readonly number[])[];
  readonly statistics: readonly FieldStatistics[];
  readonly pivots: readonly PivotCounts[];
}

export interface FieldStatistics extends StatisticsAnswer {
  /** The numbers are milliseconds since 1970. */
  readonly isDate?: true;
}

/** Where words of the search shall be shown: a name or text property, or with `cm:content` or `TEXT` the content. */
export interface HighlightField {
  readonly field: string;
  /** Around each word. */
  readonly prefix: string;
  readonly postfix: string;
  readonly snippetCount?: number;
  /** Length of a snippet, about, in UTF-16 units. */
  readonly fragmentSize?: number;
  /** Snippets that touch are one. */
  readonly merge?: boolean;
  /** Words of phrases are shown wherever they are. */
  readonly singly?: boolean;
  /** How much of a value is looked at, in UTF-16 units. */
  readonly maxAnalyzed?: number;
}

export interface Highlighted {
  readonly field: string;
  readonly snippets: readonly string[];
}

export interface SearchRequest {
  /**
   * `afts`: Alfresco's full text search language; `lucene`: the same fields and terms, joined as Lucene joins them;
   * `cmis`: a statement of CMIS-QL, which brings its own order.
   */
  readonly language: 'afts' | 'lucene' | 'cmis';
  readonly query: string;
  /** What a person typed, where that is not the query: its words are those to highlight. In `afts`. */
  readonly typed?: string;
  /** In which dates without a zone are: `Europe/Paris`; UTC when absent. */
  readonly timeZone?: string;
  readonly defaults?: SearchDefaults;
  readonly templates?: readonly { readonly name: string; readonly template: string }[];
  /** Searches that must hold as well. */
  readonly filters?: readonly SearchFilter[];
  /** Empty: those that fit best first. */
  readonly sort?: readonly SearchSort[];
  /** `objects`: as they are now. `versions`: older versions of documents. */
  readonly scope: 'objects' | 'versions' | 'both';
  readonly page: PageRequest;
  /** Hits are counted up to here. */
  readonly countLimit: number;
  /** Counted over all objects that are found, not those of the page alone. */
  readonly facets?: SearchFacets;
  /** Not of statements of CMIS-QL. */
  readonly highlight?: readonly HighlightField[];
  readonly selection: ObjectSelection;
}

export interface SearchHit extends ObjectView {
  /** In [0, 1). */
  readonly score: number;
  /** Fields in which there is something to show. */
  readonly highlight?: readonly Highlighted[];
}

export interface SearchPage {
  readonly items: readonly SearchHit[];
  readonly hasMoreItems: boolean;
  /** Undefined: more than were to be counted. */
  readonly numItems?: number;
  readonly facets?: FacetCounts;
}
