import type { Caller } from '../../src/model/principal';
import { openFixture, type AskOptions, type Fixture } from './fixture';
import { fillLibrary, type Library } from './library';

let fixture: Fixture;
let library: Library;

beforeAll(async () => {
  fixture = await openFixture();
  library = await fillLibrary(fixture);
});
afterAll(() => fixture.close());

/** `{alpha}` is the id of the object `alpha` in `library.ts`, `{alpha.uuid}` its uuid. */
const fill = (statement: string): string =>
  statement.replace(/\{(\w+)(\.uuid)?\}/g, (_, name: string, uuid?: string) => {
    const placed = library.ids[name];
    if (!placed) throw new Error(`There is no '${name}' in the library.`);
    return uuid ? placed.uuid : placed.id;
  });

/** First columns of all rows, in the order of the answer; `-` where one is not set. */
async function firsts(statement: string, options?: AskOptions): Promise<readonly string[]> {
  const page = await fixture.ask(fill(statement), options);
  expect(page.numItems).toBe(page.items.length);
  return page.items.map(({ columns }) =>
    columns()
      .map(({ value }) => (value === undefined ? '-' : String(value)))
      .join('/'),
  );
}
const sorted = (values: readonly string[]): string => [...values].sort().join(' ');
const ALL_BOOKS = 'alpha beta betaWC born delta gamma Épée';

describe('conditions on my:book', () => {
  it.each([
    // condition                                        names
    // equality
    ["cmis:name = 'alpha'", 'alpha'],
    ["cmis:name = 'Alpha'", ''],
    ["cmis:name = 'alpha '", ''],
    ["cmis:name = 'Épée'", 'Épée'],
    ["cmis:name <> 'alpha'", 'beta betaWC born delta gamma Épée'],
    ["NOT cmis:name = 'alpha'", 'beta betaWC born delta gamma Épée'],
    ["my:title = 'Alpha'", 'alpha'],
    ["my:title = 'alpha'", ''],
    ["my:title <> 'Alpha'", 'beta betaWC gamma Épée'],
    ["NOT my:title = 'Alpha'", 'beta betaWC gamma Épée'],
    ["NOT (NOT my:title = 'Alpha')", 'alpha'],
    ["NOT my:title <> 'Alpha'", 'alpha'],
    [String.raw`my:title = 'É_%\'s \\'`, 'Épée'],
    ["my:title = ''", ''],
    ["my:title <> ''", 'alpha beta betaWC gamma Épée'],
    ["my:home = 'http://a.example/'", 'alpha'],
    ["my:home <> 'x'", 'alpha'],
    ["my:blurb = '<b>A</b>'", 'alpha'],
    ["my:isbn = 'isbn-1'", 'alpha'],
    ["my:isbn <> 'isbn-1'", 'beta betaWC'],
    ["my:isbn = 'ISBN-1'", ''],
    ["my:odd = 'odd'", 'alpha'],
    ["cmis:description = 'the first'", 'alpha'],
    ["cmis:description <> 'x'", 'alpha'],
    // order of texts
    ["cmis:name < 'b'", 'alpha'],
    ["cmis:name > 'z'", 'Épée'],
    ["cmis:name >= 'gamma'", 'gamma Épée'],
    ["cmis:name <= 'beta'", 'alpha beta'],
    ["my:title < 'a'", 'alpha gamma'],
    ["my:title > 'a'", 'beta betaWC Épée'],
    // numbers
    ['my:pages = 100', 'alpha'],
    ['my:pages = 100.0', 'alpha'],
    ['my:pages = 1E2', 'alpha'],
    ['my:pages = 100.5', ''],
    ['my:pages <> 100', 'beta betaWC born gamma Épée'],
    ['NOT my:pages = 100', 'beta betaWC born gamma Épée'],
    ['my:pages < 100', 'born Épée'],
    ['my:pages <= 100', 'alpha born Épée'],
    ['my:pages > 200', 'betaWC gamma'],
    ['my:pages >= 200', 'beta betaWC gamma'],
    ['my:pages >= 200.5', 'betaWC gamma'],
    ['my:pages = -1', 'Épée'],
    ['my:pages > -1E300', 'alpha beta betaWC born gamma Épée'],
    ['my:pages < 1E300', 'alpha beta betaWC born gamma Épée'],
    ['my:pages >= 1 AND my:pages <= 100', 'alpha born'],
    ['my:pages > 9007199254740993', ''],
    ['my:price = 9.99', 'alpha'],
    ['my:price = 9.990', 'alpha'],
    ['my:price = 1e21', 'Épée'],
    ['my:price > 9.99', 'beta betaWC Épée'],
    ['my:price < 20', 'alpha beta betaWC'],
    ['my:price >= 19.5', 'beta betaWC Épée'],
    ['NOT my:price < 20', 'Épée'],
    // booleans
    ['my:lent = TRUE', 'alpha'],
    ['my:lent = true', 'alpha'],
    ['my:lent = FALSE', 'beta betaWC'],
    ['my:lent <> TRUE', 'beta betaWC'],
    ['NOT my:lent = TRUE', 'beta betaWC'],
    ['my:lent IN (TRUE, FALSE)', 'alpha beta betaWC'],
    // dates
    ["my:printed = TIMESTAMP '2001-02-03T04:05:06.007Z'", 'alpha'],
    ["my:printed = TIMESTAMP '2001-02-03T05:05:06.007+01:00'", 'alpha'],
    ["my:printed = TIMESTAMP '2001-02-03T04:05:06.008Z'", ''],
    ["my:printed = '2001-02-03T04:05:06.007Z'", 'alpha'],
    ["my:printed > TIMESTAMP '2001-02-03T04:05:06.007Z'", 'beta betaWC'],
    ["my:printed >= TIMESTAMP '2001-02-03T04:05:06.007Z'", 'alpha beta betaWC'],
    ["my:printed < TIMESTAMP '2005-01-01T00:00:00.000Z'", 'alpha'],
    ["my:printed <> TIMESTAMP '2001-02-03T04:05:06.007Z'", 'beta betaWC'],
    ["my:printed IN (TIMESTAMP '2001-02-03T04:05:06.007Z', TIMESTAMP '1999-01-01T00:00:00.000Z')", 'alpha'],
    ["my:printed < TIMESTAMP '0000-01-01T00:00:00.000Z'", ''],
    ["my:printed > TIMESTAMP '0000-01-01T00:00:00.000Z'", 'alpha beta betaWC'],
    ["my:printed < TIMESTAMP '9999-12-31T23:59:59.999-12:00'", 'alpha beta betaWC'],
    ["cmis:creationDate = TIMESTAMP '2021-05-01T00:00:00.000Z'", 'alpha'],
    ["cmis:creationDate = TIMESTAMP '2021-05-01T02:00:00.000+02:00'", 'alpha'],
    ["cmis:creationDate > TIMESTAMP '2021-05-01T00:00:00.000Z'", 'beta'],
    ["cmis:creationDate >= TIMESTAMP '2021-05-01T00:00:00.000Z'", 'alpha beta'],
    ["cmis:creationDate < TIMESTAMP '2021-05-01T00:00:00.000Z'", 'betaWC born delta gamma Épée'],
    ["cmis:creationDate IN (TIMESTAMP '2021-06-01T00:00:00.000Z', TIMESTAMP '2021-05-01T00:00:00.000Z')", 'alpha beta'],
    ["cmis:creationDate > TIMESTAMP '0000-01-01T00:00:00.000Z'", ALL_BOOKS],
    ["cmis:creationDate < TIMESTAMP '9999-12-31T23:59:59.999-12:00'", ALL_BOOKS],
    ["cmis:lastModificationDate = TIMESTAMP '2021-05-02T00:00:00.000Z'", 'alpha'],
    // IN
    ["cmis:name IN ('alpha', 'gamma', 'nothing')", 'alpha gamma'],
    ["cmis:name NOT IN ('alpha', 'gamma')", 'beta betaWC born delta Épée'],
    ["my:title IN ('Alpha', 'Gamma')", 'alpha gamma'],
    ["my:title NOT IN ('Alpha')", 'beta betaWC gamma Épée'],
    ["NOT my:title IN ('Alpha')", 'beta betaWC gamma Épée'],
    ["NOT (my:title NOT IN ('Alpha'))", 'alpha'],
    ['my:pages IN (100, 300.0, 5)', 'alpha gamma'],
    ['my:pages NOT IN (100)', 'beta betaWC born gamma Épée'],
    ['my:price IN (9.99)', 'alpha'],
    ["my:isbn IN ('isbn-1', 'isbn-2')", 'alpha beta betaWC'],
    ["my:isbn NOT IN ('isbn-1')", 'beta betaWC'],
    // LIKE
    ["cmis:name LIKE 'a%'", 'alpha'],
    ["cmis:name LIKE 'A%'", ''],
    ["cmis:name LIKE '%a'", 'alpha beta delta gamma'],
    ["cmis:name LIKE '%et%'", 'beta betaWC'],
    ["cmis:name LIKE 'beta'", 'beta'],
    ["cmis:name LIKE 'beta%'", 'beta betaWC'],
    ["cmis:name LIKE '_eta'", 'beta'],
    ["cmis:name LIKE 'b_ta%'", 'beta betaWC'],
    ["cmis:name LIKE '____'", 'beta born Épée'],
    ["cmis:name LIKE '%'", ALL_BOOKS],
    ["cmis:name LIKE ''", ''],
    ["cmis:name NOT LIKE '%a'", 'betaWC born Épée'],
    ["NOT cmis:name LIKE '%a'", 'betaWC born Épée'],
    ["my:title LIKE '%'", 'alpha beta betaWC gamma Épée'],
    ["my:title NOT LIKE 'A%'", 'beta betaWC gamma Épée'],
    ["NOT (my:title NOT LIKE 'A%')", 'alpha'],
    [String.raw`my:title LIKE 'É\_%'`, 'Épée'],
    [String.raw`my:title LIKE '%\%%'`, 'Épée'],
    [String.raw`my:title LIKE 'A\%%'`, ''],
    [String.raw`my:title LIKE '%\'s%'`, 'Épée'],
    [String.raw`my:title LIKE '%\\'`, 'Épée'],
    ["my:home LIKE 'http://%'", 'alpha'],
    ["my:blurb LIKE '%A%'", 'alpha'],
    // not set
    ['my:title IS NULL', 'born delta'],
    ['my:title IS NOT NULL', 'alpha beta betaWC gamma Épée'],
    ['NOT my:title IS NULL', 'alpha beta betaWC gamma Épée'],
    ['NOT my:title IS NOT NULL', 'born delta'],
    ['my:pages IS NULL', 'delta'],
    ['my:lent IS NULL', 'born delta gamma Épée'],
    ['my:printed IS NOT NULL', 'alpha beta betaWC'],
    ['my:tags IS NULL', 'born delta Épée'],
    ['my:tags IS NOT NULL', 'alpha beta betaWC gamma'],
    ['cmis:name IS NULL', ''],
    ['cmis:objectId IS NOT NULL', ALL_BOOKS],
    ['cmis:objectTypeId IS NULL', ''],
    ['cmis:baseTypeId IS NOT NULL', ALL_BOOKS],
    ['cmis:versionSeriesId IS NOT NULL', ALL_BOOKS],
    ['cmis:description IS NULL', 'beta betaWC born delta gamma Épée'],
    ['cmis:checkinComment IS NOT NULL', 'alpha'],
    ['cmis:secondaryObjectTypeIds IS NULL', 'born gamma Épée'],
    ['cmis:secondaryObjectTypeIds IS NOT NULL', 'alpha beta betaWC delta'],
    ['cmis:contentStreamLength IS NULL', 'betaWC born delta gamma Épée'],
    ['cmis:contentStreamMimeType IS NOT NULL', 'alpha beta'],
    ['cmis:contentStreamFileName IS NULL', 'betaWC born delta gamma Épée'],
    ['cmis:versionSeriesCheckedOutBy IS NOT NULL', 'beta betaWC born'],
    ['cmis:isVersionSeriesCheckedOut IS NULL', ''],
    // many values
    ["'x' = ANY my:tags", 'alpha gamma'],
    ["'q' = ANY my:tags", ''],
    ["NOT 'x' = ANY my:tags", 'beta betaWC'],
    ["ANY my:tags IN ('x', 'z')", 'alpha beta betaWC gamma'],
    ["ANY my:tags IN ('q')", ''],
    ["ANY my:tags NOT IN ('x')", 'alpha beta betaWC'],
    ["ANY my:tags NOT IN ('x', 'y')", 'beta betaWC'],
    ["NOT (ANY my:tags NOT IN ('x', 'y'))", 'alpha gamma'],
    ["NOT (ANY my:tags IN ('x'))", 'beta betaWC'],
    ['2 = ANY my:scores', 'alpha beta betaWC'],
    ['2.0 = ANY my:scores', 'alpha beta betaWC'],
    ['ANY my:scores IN (1, 7)', 'alpha'],
    ['ANY my:scores NOT IN (2)', 'alpha'],
    ['1.5 = ANY my:rates', 'alpha'],
    ['ANY my:rates IN (2, 3)', 'alpha'],
    ["TIMESTAMP '2002-01-01T00:00:00.000Z' = ANY my:dates", 'alpha'],
    ["TIMESTAMP '2002-01-01T01:00:00.000+01:00' = ANY my:dates", 'alpha'],
    ["ANY my:dates IN (TIMESTAMP '2003-01-01T00:00:00.000Z')", ''],
    ['TRUE = ANY my:flags', 'alpha'],
    ['FALSE = ANY my:flags', ''],
    ['NOT FALSE = ANY my:flags', 'alpha'],
    ["'my:rated' = ANY cmis:secondaryObjectTypeIds", 'alpha'],
    ["'my:awarded' = ANY cmis:secondaryObjectTypeIds", 'beta betaWC'],
    ["'no:such' = ANY cmis:secondaryObjectTypeIds", ''],
    ["NOT 'my:rated' = ANY cmis:secondaryObjectTypeIds", 'beta betaWC delta'],
    ["NOT 'no:such' = ANY cmis:secondaryObjectTypeIds", 'alpha beta betaWC delta'],
    ["ANY cmis:secondaryObjectTypeIds IN ('my:rated', 'my:lost')", 'alpha delta'],
    ["ANY cmis:secondaryObjectTypeIds NOT IN ('my:rated', 'my:lost')", 'beta betaWC'],
    ["NOT (ANY cmis:secondaryObjectTypeIds NOT IN ('my:rated', 'my:lost'))", 'alpha delta'],
    // and, or, not, unknown
    ["cmis:name = 'alpha' OR cmis:name = 'beta'", 'alpha beta'],
    ["cmis:name = 'alpha' AND my:pages = 100", 'alpha'],
    ["cmis:name = 'alpha' AND my:pages = 200", ''],
    ["cmis:name = 'alpha' OR cmis:name = 'beta' AND my:pages = 1", 'alpha'],
    ["(cmis:name = 'alpha' OR cmis:name = 'beta') AND my:pages = 200", 'beta'],
    ["NOT (cmis:name = 'alpha' OR my:pages = 200)", 'betaWC born gamma Épée'],
    ["NOT (cmis:name = 'alpha' AND my:pages = 200)", ALL_BOOKS],
    ["NOT (cmis:name = 'delta' AND my:pages = 200)", 'alpha beta betaWC born gamma Épée'],
    ["my:title = 'Alpha' OR NOT my:title = 'Alpha'", 'alpha beta betaWC gamma Épée'],
    ["my:title = 'x' OR cmis:name = 'delta'", 'delta'],
    ["my:title <> 'x' AND my:lent = TRUE OR my:pages IS NULL", 'alpha delta'],
    ["NOT (my:title = 'x' OR my:pages = 5)", 'alpha beta betaWC gamma Épée'],
    ["NOT (my:title = 'x' AND my:pages = 5)", 'alpha beta betaWC born gamma Épée'],
    // ids
    ["cmis:objectId = '{alpha}'", 'alpha'],
    ["cmis:objectId = '{alpha.uuid}'", 'alpha'],
    ["cmis:objectId = 'workspace://SpacesStore/{alpha.uuid}'", 'alpha'],
    ["cmis:objectId = 'workspace://SpacesStore/{alpha}'", 'alpha'],
    ["cmis:objectId = '{alpha.uuid};1.0'", ''],
    ["cmis:objectId = '{alpha.uuid};9.9'", ''],
    ["cmis:objectId = '{alpha.uuid};pwc'", ''],
    ["cmis:objectId = '{beta.uuid};pwc'", 'betaWC'],
    ["cmis:objectId = '{betaWC.uuid}'", 'betaWC'],
    ["cmis:objectId = '{betaWC.uuid};pwc'", 'betaWC'],
    ["cmis:objectId = '{beta}'", 'beta'],
    ["cmis:objectId = '{beta.uuid}'", 'beta'],
    ["cmis:objectId = '{born}'", 'born'],
    ["cmis:objectId = '{born.uuid}'", 'born'],
    ["cmis:objectId = '{born.uuid};1.0'", ''],
    ["cmis:objectId = '{north}'", ''],
    ["cmis:objectId = 'nonsense'", ''],
    ["cmis:objectId = ''", ''],
    ["cmis:objectId <> '{alpha}'", 'beta betaWC born delta gamma Épée'],
    ["cmis:objectId <> 'nonsense'", ALL_BOOKS],
    ["NOT cmis:objectId = '{beta.uuid};pwc'", 'alpha beta born delta gamma Épée'],
    ["NOT cmis:objectId <> '{alpha}'", 'alpha'],
    ["cmis:objectId IN ('{alpha}', '{gamma.uuid}', '{beta.uuid};pwc', 'nonsense')", 'alpha betaWC gamma'],
    ["cmis:objectId NOT IN ('{alpha}', '{gamma.uuid}', '{beta.uuid};pwc', 'nonsense')", 'beta born delta Épée'],
    ["cmis:objectId IN ('{alpha}', '{beta}', '{gamma.uuid};7.7')", 'alpha beta'],
    ["cmis:objectTypeId = 'my:book'", 'alpha beta betaWC born delta Épée'],
    ["cmis:objectTypeId = 'my:novel'", 'gamma'],
    ["cmis:objectTypeId = 'MY:NOVEL'", ''],
    ["cmis:objectTypeId <> 'my:book'", 'gamma'],
    ["cmis:objectTypeId <> 'no:such'", ALL_BOOKS],
    ["cmis:objectTypeId IN ('my:novel', 'cmis:document')", 'gamma'],
    ["cmis:objectTypeId NOT IN ('my:book')", 'gamma'],
    ["cmis:baseTypeId = 'cmis:document'", ALL_BOOKS],
    ["cmis:baseTypeId = 'cmis:folder'", ''],
    ["cmis:baseTypeId <> 'cmis:folder'", ALL_BOOKS],
    ["cmis:baseTypeId IN ('nonsense')", ''],
    ["cmis:versionSeriesId = '{alpha.uuid}'", 'alpha'],
    ["cmis:versionSeriesId = '{beta.uuid}'", 'beta betaWC'],
    ["cmis:versionSeriesId = '{betaWC.uuid}'", ''],
    ["cmis:versionSeriesId = '{born.uuid}'", 'born'],
    ["cmis:versionSeriesId = '{alpha}'", ''],
    ["cmis:versionSeriesId <> '{beta.uuid}'", 'alpha born delta gamma Épée'],
    ["cmis:versionSeriesId IN ('{alpha.uuid}', '{gamma.uuid}')", 'alpha gamma'],
    ["cmis:versionSeriesId NOT IN ('{alpha.uuid}', '{beta.uuid}')", 'born delta gamma Épée'],
    // versions
    ['cmis:isLatestVersion = TRUE', 'alpha beta delta gamma Épée'],
    ['cmis:isLatestVersion = FALSE', 'betaWC born'],
    ['cmis:isMajorVersion = TRUE', 'beta delta gamma Épée'],
    ['cmis:isMajorVersion = FALSE', 'alpha betaWC born'],
    ['cmis:isPrivateWorkingCopy = TRUE', 'betaWC born'],
    ['cmis:isPrivateWorkingCopy <> TRUE', 'alpha beta delta gamma Épée'],
    ["cmis:versionLabel = '2.1'", 'alpha'],
    ["cmis:versionLabel <> '1.0'", 'alpha betaWC born'],
    ["cmis:versionLabel LIKE '1.%'", 'beta delta gamma Épée'],
    ['cmis:versionLabel IS NULL', ''],
    ["cmis:versionLabel = 'pwc'", 'betaWC born'],
    ['cmis:isVersionSeriesCheckedOut = TRUE', 'beta betaWC born'],
    ['cmis:isVersionSeriesCheckedOut = FALSE', 'alpha delta gamma Épée'],
    ["cmis:versionSeriesCheckedOutBy = 'anna'", 'beta betaWC born'],
    ["cmis:versionSeriesCheckedOutBy <> 'anna'", ''],
    ["cmis:checkinComment = 'fourth'", 'alpha'],
    // people and content
    ["cmis:createdBy = 'anna'", 'alpha'],
    ["cmis:createdBy <> 'admin'", 'alpha beta'],
    ["cmis:lastModifiedBy IN ('ben')", 'alpha'],
    ['cmis:contentStreamLength = 10', 'alpha'],
    ['cmis:contentStreamLength = 0', 'beta'],
    ['cmis:contentStreamLength >= 0', 'alpha beta'],
    ['NOT cmis:contentStreamLength > 5', 'beta'],
    ["cmis:contentStreamMimeType = 'text/plain'", 'alpha'],
    ["cmis:contentStreamMimeType LIKE 'application/%'", 'beta'],
    ["cmis:contentStreamFileName = 'alpha.txt'", 'alpha'],
    ["cmis:contentStreamFileName = 'beta'", 'beta'],
    ["cmis:contentStreamFileName <> 'x'", 'alpha beta'],
    // folders
    ["IN_FOLDER('{north}')", 'alpha beta betaWC'],
    ["IN_FOLDER('workspace://SpacesStore/{north}')", 'alpha beta betaWC'],
    ["IN_FOLDER('{attic}')", 'delta'],
    ["IN_FOLDER('{root}')", ''],
    ["IN_FOLDER('{alpha}')", ''],
    ["IN_FOLDER('nonsense')", ''],
    ["IN_FOLDER('00000000-0000-0000-0000-000000000000')", ''],
    ["NOT IN_FOLDER('{north}')", 'born delta gamma Épée'],
    ["NOT IN_FOLDER('nonsense')", ALL_BOOKS],
    ["IN_FOLDER(my:book, '{south}')", 'born gamma Épée'],
    ["IN_TREE('{north}')", 'alpha beta betaWC delta'],
    ["IN_TREE('{root}')", ALL_BOOKS],
    ["IN_TREE('{attic}')", 'delta'],
    ["IN_TREE('{cellar}')", ''],
    ["IN_TREE('nonsense')", ''],
    ["NOT IN_TREE('{north}')", 'born gamma Épée'],
    ["NOT IN_TREE('00000000-0000-0000-0000-000000000000')", ALL_BOOKS],
    ["IN_TREE('{root}') AND NOT IN_TREE('{north}') AND my:pages > 0", 'born gamma'],
    // secondary types of the row's object
    ['my:rated.my:stars = 5', 'alpha'],
    ['my:rated.my:stars IS NULL', 'born delta gamma Épée'],
    ["my:awarded.my:prize = 'gold'", 'beta betaWC'],
    ["'ben' = ANY my:rated.my:reviewers", 'alpha'],
  ])('%s', async (condition, names) => {
    const found = await firsts(`SELECT cmis:name FROM my:book WHERE ${condition}`);
    expect(sorted(found)).toBe(names);
  });
});

describe('tables', () => {
  it.each([
    // statement                                                    rows
    ['SELECT cmis:name FROM my:book', ALL_BOOKS],
    ['SELECT cmis:name FROM MY:BOOK', ALL_BOOKS],
    ['SELECT cmis:name FROM my:novel', 'gamma'],
    ['SELECT cmis:name FROM my:draft', 'draft sketch'],
    ['SELECT cmis:name FROM my:sketch', 'sketch'],
    ['SELECT cmis:name FROM cmis:document', 'alpha beta betaWC born delta gamma hidden owned plain Épée'],
    ['SELECT cmis:name FROM cmis:folder', 'Company Home attic cellar north south'],
    ['SELECT cmis:name FROM my:shelf', 'attic north south'],
    ['SELECT cmis:name FROM my:card', 'card loose'],
    ['SELECT cmis:name FROM cmis:item', 'card loose'],
    ['SELECT cmis:name FROM cmis:relationship', 'c1 c2 c3'],
    ['SELECT cmis:name FROM my:cites', 'c1 c2 c3'],
    ['SELECT cmis:name FROM cmis:policy', 'pol'],
    ["SELECT cmis:name FROM cmis:policy WHERE cmis:policyText = 'be quiet'", 'pol'],
    ['SELECT my:stars FROM my:rated', '1 3 3 4 5'],
    ['SELECT my:stars FROM my:awarded', '3 3'],
    ['SELECT my:stars FROM my:rated WHERE my:stars > 3', '4 5'],
    ["SELECT my:stars FROM my:rated WHERE cmis:objectId = '{card}'", '4'],
    ["SELECT my:stars FROM my:rated WHERE cmis:objectId = '{alpha}'", '5'],
    ["SELECT my:stars FROM my:rated WHERE cmis:objectId = '{alpha.uuid}'", '5'],
    ["SELECT my:stars FROM my:rated WHERE IN_FOLDER('{cellar}')", '1'],
    ["SELECT my:stars FROM my:rated WHERE IN_TREE('{root}') AND my:headline IS NULL", '1 3 3 4'],
    ["SELECT my:stars FROM my:rated WHERE 'ben' = ANY my:reviewers", '5'],
    ["SELECT cmis:name FROM cmis:folder WHERE cmis:parentId = '{north}'", 'attic'],
    ["SELECT cmis:name FROM cmis:folder WHERE cmis:parentId = 'workspace://SpacesStore/{root}'", 'cellar north south'],
    ["SELECT cmis:name FROM cmis:folder WHERE cmis:parentId <> '{root}'", 'attic'],
    ["SELECT cmis:name FROM cmis:folder WHERE NOT cmis:parentId = 'nonsense'", 'attic cellar north south'],
    ["SELECT cmis:name FROM cmis:folder WHERE cmis:parentId IN ('{root}', '{north}')", 'attic cellar north south'],
    ["SELECT cmis:name FROM cmis:folder WHERE cmis:parentId NOT IN ('{north}')", 'cellar north south'],
    ['SELECT cmis:name FROM cmis:folder WHERE cmis:parentId IS NULL', 'Company Home'],
    ['SELECT cmis:name FROM cmis:folder WHERE cmis:parentId IS NOT NULL', 'attic cellar north south'],
    ["SELECT cmis:name FROM cmis:folder WHERE cmis:objectId = '{root}'", 'Company Home'],
    ["SELECT cmis:name FROM cmis:folder WHERE cmis:objectId = '{north};1.0'", 'north'],
    ["SELECT cmis:name FROM cmis:folder WHERE cmis:objectId IN ('{north}', '{south}')", 'north south'],
    ["SELECT cmis:name FROM cmis:folder WHERE IN_FOLDER('{root}')", 'cellar north south'],
    ["SELECT cmis:name FROM cmis:folder WHERE IN_TREE('{root}')", 'attic cellar north south'],
    ["SELECT cmis:name FROM cmis:folder WHERE NOT IN_TREE('{root}')", 'Company Home'],
    ["SELECT cmis:name FROM cmis:folder WHERE NOT IN_FOLDER('{root}')", 'Company Home attic'],
    ["SELECT cmis:name FROM cmis:document WHERE IN_FOLDER('{north}')", 'alpha beta betaWC plain'],
    ["SELECT cmis:name FROM cmis:document WHERE IN_FOLDER('{cellar}')", 'owned plain'],
    ["SELECT cmis:name FROM cmis:document WHERE IN_TREE('{north}')", 'alpha beta betaWC delta plain'],
    ["SELECT cmis:name FROM cmis:document WHERE NOT IN_FOLDER('{north}') AND cmis:name LIKE 'p%'", ''],
    ["SELECT cmis:name FROM cmis:document WHERE IN_FOLDER('{north}') AND IN_FOLDER('{cellar}')", 'plain'],
    ["SELECT cmis:name FROM my:card WHERE IN_TREE('{root}')", 'card'],
    ["SELECT cmis:name FROM my:card WHERE NOT IN_TREE('{root}')", 'loose'],
    ["SELECT cmis:name FROM my:card WHERE NOT IN_FOLDER('{root}')", 'loose'],
    ["SELECT cmis:name FROM my:cites WHERE cmis:sourceId = '{alpha}'", 'c1 c2'],
    ["SELECT cmis:name FROM my:cites WHERE cmis:sourceId = '{alpha.uuid}'", 'c1 c2'],
    ["SELECT cmis:name FROM my:cites WHERE cmis:sourceId = '{alpha.uuid};1.0'", ''],
    ["SELECT cmis:name FROM my:cites WHERE cmis:sourceId = '{card}'", 'c3'],
    ["SELECT cmis:name FROM my:cites WHERE cmis:targetId IN ('{gamma}', '{beta}')", 'c1 c3'],
    ["SELECT cmis:name FROM my:cites WHERE cmis:targetId NOT IN ('{gamma}', 'x')", 'c2 c3'],
    ["SELECT cmis:name FROM my:cites WHERE cmis:sourceId <> '{alpha}'", 'c3'],
    ['SELECT cmis:name FROM my:cites WHERE my:page > 3', 'c2'],
    ['SELECT cmis:name FROM my:shelf WHERE my:floor IS NULL', 'attic'],
    ["SELECT cmis:name FROM my:shelf WHERE my:opened < TIMESTAMP '2021-01-01T00:00:00.000Z'", 'north'],
    ['SELECT cmis:objectId FROM my:lost WHERE cmis:objectId IS NULL', ''],
    ["SELECT cm:ownable.cm:owner FROM cmis:document WHERE cm:ownable.cm:owner = 'ben'", 'ben'],
    ['SELECT cm:title FROM cm:titled', ''],
    ['SELECT cmis:name FROM cm:cmobject', ''],
  ])('%s', async (statement, rows) => {
    expect(sorted(await firsts(statement))).toBe(rows);
  });
});

describe('joins', () => {
  const RATED = 'FROM my:book d JOIN my:rated r ON d.cmis:objectId = r.cmis:objectId';
  it.each([
    // statement                                                              rows
    [`SELECT d.cmis:name, r.my:stars ${RATED}`, 'alpha/5 beta/3 betaWC/3'],
    [`SELECT d.cmis:name, r.my:stars ${RATED} WHERE r.my:stars > 3`, 'alpha/5'],
    [`SELECT d.cmis:name ${RATED} WHERE ANY r.my:reviewers IN ('ben')`, 'alpha'],
    [`SELECT d.cmis:name ${RATED} WHERE IN_FOLDER(d, '{north}') AND NOT d.my:lent = TRUE`, 'beta betaWC'],
    [`SELECT r.my:stars ${RATED}`, '3 3 5'],
    [`SELECT d.cmis:name ${RATED.replace('JOIN', 'INNER JOIN')}`, 'alpha beta betaWC'],
    [
      `SELECT d.cmis:name, r.my:stars ${RATED.replace('JOIN', 'LEFT JOIN')}`,
      'alpha/5 beta/3 betaWC/3 born/- delta/- gamma/- Épée/-',
    ],
    [
      `SELECT d.cmis:name, r.my:stars ${RATED.replace('JOIN', 'LEFT OUTER JOIN')} WHERE r.cmis:objectId IS NULL`,
      'born/- delta/- gamma/- Épée/-',
    ],
    [`SELECT d.cmis:name ${RATED.replace('JOIN', 'LEFT JOIN')} WHERE NOT r.my:stars = 5`, 'beta betaWC'],
    [
      `SELECT d.cmis:name ${RATED.replace('JOIN', 'LEFT JOIN')} WHERE NOT r.cmis:objectId = 'nonsense'`,
      'alpha beta betaWC',
    ],
    [
      `SELECT d.cmis:name ${RATED.replace('JOIN', 'LEFT JOIN')} WHERE NOT IN_FOLDER(r, 'nonsense')`,
      'alpha beta betaWC',
    ],
    [`SELECT d.cmis:name ${RATED.replace('JOIN', 'LEFT JOIN')} WHERE NOT IN_TREE(r, '{attic}')`, 'alpha beta betaWC'],
    [
      'SELECT d.cmis:name FROM my:rated r LEFT JOIN my:book d ON d.cmis:objectId = r.cmis:objectId',
      '- - alpha beta betaWC',
    ],
    [
      'SELECT d.cmis:name FROM my:rated r LEFT JOIN my:book d ON d.cmis:objectId = r.cmis:objectId WHERE NOT d.cmis:isVersionSeriesCheckedOut = TRUE',
      'alpha',
    ],
    [
      'SELECT d.cmis:name FROM my:rated r LEFT JOIN my:book d ON d.cmis:objectId = r.cmis:objectId WHERE d.cmis:isVersionSeriesCheckedOut IS NULL',
      '- -',
    ],
    [
      "SELECT r.my:stars FROM my:rated r LEFT JOIN my:book d ON d.cmis:objectId = r.cmis:objectId WHERE NOT d.cmis:objectTypeId = 'my:novel'",
      '3 3 5',
    ],
    [
      "SELECT r.my:stars FROM my:rated r LEFT JOIN my:book d ON d.cmis:objectId = r.cmis:objectId WHERE NOT d.cmis:versionSeriesId = '{alpha.uuid}'",
      '3 3',
    ],
    [
      "SELECT r.my:stars FROM my:rated r LEFT JOIN my:book d ON d.cmis:objectId = r.cmis:objectId WHERE NOT 'my:lost' = ANY d.cmis:secondaryObjectTypeIds",
      '3 3 5',
    ],
    [
      'SELECT d.cmis:name FROM cmis:document d JOIN my:rated r ON d.cmis:objectId = r.cmis:objectId JOIN my:awarded a ON r.cmis:objectId = a.cmis:objectId',
      'beta betaWC',
    ],
    [
      'SELECT d.cmis:name, a.my:prize FROM cmis:document d JOIN my:rated r ON d.cmis:objectId = r.cmis:objectId LEFT JOIN my:awarded a ON r.cmis:objectId = a.cmis:objectId',
      'alpha/- beta/gold betaWC/gold owned/-',
    ],
    [
      'SELECT d.cmis:name, a.my:prize FROM my:book d LEFT JOIN (my:rated r JOIN my:awarded a ON r.cmis:objectId = a.cmis:objectId) ON d.cmis:objectId = r.cmis:objectId',
      'alpha/- beta/gold betaWC/gold born/- delta/- gamma/- Épée/-',
    ],
    [
      'SELECT c.cmis:name, d.cmis:name FROM my:card c JOIN my:book d ON c.my:books = d.my:pages',
      'card/alpha loose/gamma',
    ],
    [
      'SELECT c.cmis:name, d.cmis:name FROM my:card c JOIN my:book d ON d.my:pages = c.my:books',
      'card/alpha loose/gamma',
    ],
    ['SELECT c.cmis:name, d.cmis:name FROM my:card c JOIN my:book d ON c.my:books = d.my:price', ''],
    ['SELECT c.cmis:name, d.cmis:name FROM my:card c JOIN my:book d ON c.my:refersTo = d.cmis:objectId', 'card/alpha'],
    [
      'SELECT c.cmis:name, d.cmis:name FROM my:card c LEFT JOIN my:book d ON c.my:refersTo = d.cmis:objectId',
      'card/alpha loose/-',
    ],
    ['SELECT a.cmis:name, b.cmis:name FROM my:draft a JOIN my:book b ON a.my:title = b.my:title', 'draft/alpha'],
    ['SELECT a.cmis:name FROM my:book a JOIN my:book b ON a.my:title = b.my:title', 'alpha beta betaWC gamma Épée'],
    [
      'SELECT a.cmis:name, b.cmis:name FROM my:shelf a JOIN my:shelf b ON a.my:room = b.my:room WHERE a.my:floor = 1',
      'north/attic north/north',
    ],
    [
      'SELECT p.cmis:name, f.cmis:name FROM cmis:folder f JOIN cmis:folder p ON f.cmis:parentId = p.cmis:objectId',
      'Company Home/cellar Company Home/north Company Home/south north/attic',
    ],
    [
      'SELECT f.cmis:name, p.cmis:name FROM cmis:folder f LEFT JOIN my:shelf p ON p.cmis:objectId = f.cmis:parentId',
      'Company Home/- attic/north cellar/- north/- south/-',
    ],
    [
      'SELECT f.cmis:name, g.cmis:name FROM my:shelf f JOIN my:shelf g ON f.cmis:parentId = g.cmis:parentId WHERE f.my:floor = 1',
      'north/north north/south',
    ],
    [
      'SELECT c.cmis:name, s.cmis:name FROM my:cites c JOIN cmis:document s ON c.cmis:sourceId = s.cmis:objectId',
      'c1/alpha c2/alpha',
    ],
    [
      'SELECT s.cmis:name, c.my:page, t.cmis:name FROM cmis:document s JOIN my:cites c ON c.cmis:sourceId = s.cmis:objectId JOIN cmis:document t ON c.cmis:targetId = t.cmis:objectId',
      'alpha/3/gamma alpha/5/plain',
    ],
    [
      'SELECT c.cmis:name, d.cmis:name FROM my:cites c JOIN my:cites d ON c.cmis:sourceId = d.cmis:sourceId WHERE c.my:page = 3',
      'c1/c1 c1/c2',
    ],
    [
      'SELECT a.cmis:name, b.cmis:name FROM my:book a JOIN my:book b ON a.cmis:versionSeriesId = b.cmis:versionSeriesId WHERE a.cmis:isPrivateWorkingCopy = TRUE',
      'betaWC/beta betaWC/betaWC born/born',
    ],
    ['SELECT a.cmis:name FROM my:novel a JOIN my:book b ON a.cmis:objectTypeId = b.cmis:objectTypeId', 'gamma'],
    ['SELECT a.cmis:name FROM my:novel a JOIN my:shelf b ON a.cmis:baseTypeId = b.cmis:baseTypeId', ''],
    ['SELECT a.cmis:name FROM my:novel a JOIN my:novel b ON a.cmis:baseTypeId = b.cmis:baseTypeId', 'gamma'],
    [
      'SELECT a.cmis:name, b.cmis:name FROM my:book a JOIN my:book b ON a.my:lent = b.cmis:isMajorVersion WHERE b.my:pages = 200',
      'alpha/beta',
    ],
    [
      'SELECT a.cmis:name, b.cmis:name FROM my:book a JOIN my:book b ON a.cmis:creationDate = b.cmis:lastModificationDate WHERE a.my:pages > 1',
      'beta/beta betaWC/betaWC betaWC/born betaWC/delta betaWC/gamma betaWC/Épée gamma/betaWC gamma/born gamma/delta gamma/gamma gamma/Épée',
    ],
    ['SELECT a.cmis:name FROM my:book a JOIN my:book b ON a.my:printed = b.cmis:creationDate', ''],
    ['SELECT a.cmis:name FROM my:book a JOIN cmis:document b ON a.my:title = b.cmis:name', 'beta'],
  ])('%s', async (statement, rows) => {
    expect((await firsts(statement)).slice().sort().join(' ')).toBe(rows);
  });

  it('evaluates a condition on the optional side as unknown where nothing was joined', async () => {
    const LEFT = 'FROM cmis:folder f LEFT JOIN my:shelf s ON f.cmis:objectId = s.cmis:objectId';
    expect(sorted(await firsts(`SELECT f.cmis:name ${LEFT} WHERE NOT s.my:floor = 1`))).toBe('south');
    expect(sorted(await firsts(`SELECT f.cmis:name ${LEFT} WHERE NOT s.cmis:parentId = '{north}'`))).toBe(
      'north south',
    );
    expect(sorted(await firsts(`SELECT f.cmis:name ${LEFT} WHERE s.cmis:name IS NULL`))).toBe('Company Home cellar');
    expect(
      sorted(await firsts(`SELECT f.cmis:name ${LEFT} WHERE s.cmis:name IS NULL AND NOT s.cmis:baseTypeId = 'x'`)),
    ).toBe('');
  });
});

describe('all versions', () => {
  it.each([
    // condition                                         name/label
    ["cmis:versionSeriesId = '{alpha.uuid}'", 'alpha-old/1.0 alpha/1.1 alpha/2.0 alpha/2.1'],
    ["cmis:versionSeriesId = '{beta.uuid}'", 'beta/1.0 betaWC/pwc'],
    ["cmis:name LIKE 'alpha%'", 'alpha-old/1.0 alpha/1.1 alpha/2.0 alpha/2.1'],
    ["cmis:name = 'alpha-old'", 'alpha-old/1.0'],
    ["my:title = 'Alpha one'", 'alpha-old/1.0'],
    ['my:pages < 100', 'alpha-old/1.0 alpha/1.1 alpha/2.0 born/pwc Épée/1.0'],
    ["'old' = ANY my:tags", 'alpha/1.1'],
    ["cmis:objectId = '{alpha.uuid}'", 'alpha/2.1'],
    ["cmis:objectId = '{alpha.uuid};1.0'", 'alpha-old/1.0'],
    ["cmis:objectId = '{alpha.uuid};2.1'", 'alpha/2.1'],
    ["cmis:objectId IN ('{alpha.uuid};1.1', '{alpha.uuid};9.0', '{beta.uuid};pwc')", 'alpha/1.1 betaWC/pwc'],
    ["cmis:objectId <> '{alpha.uuid}' AND cmis:name = 'alpha'", 'alpha/1.1 alpha/2.0'],
    [
      "NOT cmis:objectId IN ('{alpha.uuid};1.1', '{alpha.uuid};2.0') AND cmis:name LIKE 'alpha%'",
      'alpha-old/1.0 alpha/2.1',
    ],
    ["cmis:isLatestVersion = TRUE AND cmis:name = 'alpha'", 'alpha/2.1'],
    ['cmis:isLatestVersion = FALSE', 'alpha-old/1.0 alpha/1.1 alpha/2.0 betaWC/pwc born/pwc'],
    ["cmis:isMajorVersion = TRUE AND cmis:name LIKE 'alpha%'", 'alpha-old/1.0 alpha/2.0'],
    ["cmis:versionLabel = '1.1'", 'alpha/1.1'],
    ["cmis:checkinComment LIKE '%ir%'", 'alpha-old/1.0 alpha/2.0'],
    ["cmis:contentStreamMimeType = 'text/html'", 'alpha-old/1.0'],
    ['cmis:contentStreamLength < 5', 'alpha-old/1.0 beta/1.0'],
    ["cmis:contentStreamFileName = 'old.txt'", 'alpha-old/1.0'],
    ["cmis:creationDate = TIMESTAMP '2021-01-01T00:00:00.000Z'", 'alpha-old/1.0'],
    ["'my:lost' = ANY cmis:secondaryObjectTypeIds", 'alpha/1.1 delta/1.0'],
    [
      "IN_FOLDER('{north}') AND cmis:isPrivateWorkingCopy = FALSE",
      'alpha-old/1.0 alpha/1.1 alpha/2.0 alpha/2.1 beta/1.0',
    ],
    ["IN_TREE('{south}')", 'born/pwc gamma/1.0 Épée/1.0'],
    ['my:rated.my:stars IS NOT NULL', 'alpha/2.1 beta/1.0 betaWC/pwc'],
  ])('%s', async (condition, rows) => {
    const statement = `SELECT cmis:name, cmis:versionLabel FROM my:book WHERE ${condition}`;
    expect(sorted(await firsts(statement, { searchAllVersions: true }))).toBe(rows);
  });

  it.each([
    // statement                                                                  rows
    ['SELECT cmis:objectId FROM my:lost', '{alpha.uuid};1.1 {delta} {c1} {c2}'],
    ['SELECT cmis:name FROM cmis:folder', 'Company Home attic cellar north south'],
    [
      "SELECT a.cmis:versionLabel, b.cmis:versionLabel FROM my:book a JOIN my:book b ON a.cmis:objectId = b.cmis:objectId WHERE a.cmis:versionSeriesId = '{alpha.uuid}'",
      '1.0/1.0 1.1/1.1 2.0/2.0 2.1/2.1',
    ],
    [
      'SELECT c.cmis:name, b.cmis:versionLabel FROM my:cites c JOIN my:book b ON c.cmis:sourceId = b.cmis:objectId',
      'c1/2.1 c2/2.1',
    ],
    ['SELECT b.cmis:versionLabel FROM my:lost l JOIN my:book b ON l.cmis:objectId = b.cmis:objectId', '1.0 1.1'],
  ])('%s', async (statement, rows) => {
    const expected = fill(rows).split(' ').sort().join(' ');
    expect((await firsts(statement, { searchAllVersions: true })).join(' ').split(' ').sort().join(' ')).toBe(expected);
  });
});

describe('who finds what', () => {
  const as = (name: 'anna' | 'ben' | 'carl'): Caller => library[name];
  it.each([
    // statement                                     caller          names
    ['SELECT cmis:name FROM cmis:document', 'anna', 'alpha beta betaWC born delta gamma hidden Épée'],
    ['SELECT cmis:name FROM cmis:document', 'ben', 'alpha beta delta gamma hidden owned Épée'],
    ['SELECT cmis:name FROM cmis:document', 'carl', ''],
    ['SELECT cmis:name FROM cmis:folder', 'anna', 'Company Home attic north south'],
    ['SELECT cmis:name FROM my:card', 'anna', 'card loose'],
    ['SELECT cmis:name FROM my:card', 'ben', 'card'],
    ['SELECT cmis:name FROM cmis:relationship', 'anna', 'c1 c3'],
    ['SELECT cmis:name FROM cmis:relationship', 'ben', 'c1 c3'],
    ['SELECT cmis:name FROM cmis:relationship', 'carl', ''],
    ['SELECT my:stars FROM my:rated', 'anna', '3 3 4 5'],
    ['SELECT my:stars FROM my:rated', 'ben', '1 3 4 5'],
    ['SELECT my:stars FROM my:rated', 'carl', ''],
    ["SELECT cmis:name FROM cmis:document WHERE IN_FOLDER('{north}')", 'anna', 'alpha beta betaWC'],
    ["SELECT cmis:name FROM cmis:document WHERE IN_TREE('{cellar}')", 'ben', 'owned'],
    ["SELECT cmis:name FROM cmis:document WHERE cmis:objectId = '{plain}'", 'anna', ''],
    [
      "SELECT cmis:name FROM cmis:document WHERE NOT cmis:name = 'alpha' AND cmis:isPrivateWorkingCopy = TRUE",
      'ben',
      '',
    ],
    [
      'SELECT d.cmis:name FROM my:rated r JOIN cmis:document d ON r.cmis:objectId = d.cmis:objectId',
      'ben',
      'alpha beta owned',
    ],
    [
      'SELECT c.cmis:name FROM my:cites c LEFT JOIN cmis:document d ON c.cmis:targetId = d.cmis:objectId',
      'anna',
      'c1 c3',
    ],
    ['SELECT f.cmis:name FROM cmis:folder f LEFT JOIN cmis:folder p ON f.cmis:parentId = p.cmis:objectId', 'carl', ''],
  ] as const)('%s as %s', async (statement, caller, names) => {
    expect(sorted(await firsts(statement, { as: as(caller) }))).toBe(names);
  });

  it('shows versions to who may read the newest', async () => {
    const statement = "SELECT cmis:versionLabel FROM my:book WHERE cmis:name LIKE 'alpha%'";
    expect(sorted(await firsts(statement, { as: as('ben'), searchAllVersions: true }))).toBe('1.0 1.1 2.0 2.1');
    expect(await firsts(statement, { as: as('carl'), searchAllVersions: true })).toEqual([]);
    expect(await firsts('SELECT cmis:objectId FROM my:lost', { as: as('anna'), searchAllVersions: true })).toHaveLength(
      3,
    );
  });
});

describe('order', () => {
  it.each([
    // statement                                                                      rows in order
    ['SELECT cmis:name FROM my:book ORDER BY cmis:name', 'alpha beta betaWC born delta gamma Épée'],
    ['SELECT cmis:name FROM my:book ORDER BY cmis:name DESC', 'Épée gamma delta born betaWC beta alpha'],
    ['SELECT cmis:name AS n FROM my:book ORDER BY n ASC', 'alpha beta betaWC born delta gamma Épée'],
    ['SELECT cmis:name FROM cmis:folder ORDER BY cmis:name', 'attic cellar Company Home north south'],
    [
      'SELECT cmis:name, my:pages FROM my:book ORDER BY my:pages',
      'Épée/-1 born/1 alpha/100 beta/200 betaWC/201 gamma/300 delta/-',
    ],
    [
      'SELECT cmis:name, my:pages FROM my:book ORDER BY my:pages DESC',
      'delta/- gamma/300 betaWC/201 beta/200 alpha/100 born/1 Épée/-1',
    ],
    [
      'SELECT my:title FROM my:book WHERE my:title IS NOT NULL ORDER BY my:title',
      "Alpha|Gamma|beta|beta edited|É_%'s \\",
    ],
    [
      'SELECT cmis:name, my:lent FROM my:book WHERE my:lent IS NOT NULL ORDER BY my:lent DESC, cmis:name DESC',
      'alpha/true betaWC/false beta/false',
    ],
    [
      'SELECT cmis:name, my:printed FROM my:book WHERE my:printed IS NOT NULL ORDER BY my:printed DESC, cmis:name',
      'beta/1286705410000 betaWC/1286705410000 alpha/981173106007',
    ],
    [
      "SELECT cmis:name FROM my:book WHERE cmis:creationDate > TIMESTAMP '2000-01-01T00:00:00.000Z' ORDER BY cmis:creationDate DESC",
      'beta alpha',
    ],
    [
      'SELECT cmis:name, cmis:contentStreamLength FROM my:book WHERE cmis:contentStreamLength >= 0 ORDER BY cmis:contentStreamLength',
      'beta/0 alpha/10',
    ],
    [
      'SELECT d.cmis:name, r.my:stars FROM my:book d JOIN my:rated r ON d.cmis:objectId = r.cmis:objectId ORDER BY r.my:stars DESC, d.cmis:name',
      'alpha/5 beta/3 betaWC/3',
    ],
    [
      'SELECT cmis:name FROM my:rated r JOIN cmis:item i ON r.cmis:objectId = i.cmis:objectId ORDER BY r.my:stars',
      'card',
    ],
  ])('%s', async (statement, rows) => {
    expect((await firsts(statement)).join(rows.includes('|') ? '|' : ' ')).toBe(rows);
  });

  it('orders by ids as clients see them', async () => {
    const ids = await firsts('SELECT cmis:objectId FROM cmis:document ORDER BY cmis:objectId', {
      searchAllVersions: true,
    });
    expect(ids).toHaveLength(13);
    expect(ids).toEqual([...ids].sort());
  });

  it('takes only selected columns from the letter of the standard', async () => {
    const statement = 'SELECT cmis:objectId FROM my:book ORDER BY cmis:name';
    await expect(fixture.ask(statement, { dialect: 'cmis' })).rejects.toMatchObject({ code: 'invalidArgument' });
    expect((await fixture.ask(statement, { dialect: 'alfresco' })).items).toHaveLength(7);
  });
});

describe('pages', () => {
  const page = async (maxItems: number, skipCount: number, countLimit = 10_000) => {
    const found = await fixture.ask('SELECT cmis:name FROM my:book ORDER BY cmis:name', {
      page: { maxItems, skipCount },
      countLimit,
    });
    return [found.items.map(({ columns }) => columns()[0]?.value).join(' '), found.hasMoreItems, found.numItems];
  };

  it('hold what was asked for, say whether there is more and count all', async () => {
    expect(await page(3, 0)).toEqual(['alpha beta betaWC', true, 7]);
    expect(await page(3, 3)).toEqual(['born delta gamma', true, 7]);
    expect(await page(3, 6)).toEqual(['Épée', false, 7]);
    expect(await page(1, 6)).toEqual(['Épée', false, 7]);
    expect(await page(7, 0)).toEqual(['alpha beta betaWC born delta gamma Épée', false, 7]);
    expect(await page(3, 7)).toEqual(['', false, 7]);
    expect(await page(3, 1_000_000_000_000)).toEqual(['', false, 7]);
    expect(await page(0, 0)).toEqual(['', true, 7]);
    expect(await page(0, 7)).toEqual(['', false, 7]);
  });

  it('leave the count out above the limit', async () => {
    expect(await page(3, 0, 6)).toEqual(['alpha beta betaWC', true, undefined]);
    expect(await page(3, 0, 7)).toEqual(['alpha beta betaWC', true, 7]);
    expect(await page(10, 0, 6)).toEqual(['alpha beta betaWC born delta gamma Épée', false, undefined]);
  });

  it('are stable without an order', async () => {
    const all = await firsts('SELECT cmis:objectId FROM cmis:document', { searchAllVersions: true });
    const pages: unknown[] = [];
    for (let skipCount = 0; skipCount < all.length; skipCount += 4) {
      const found = await fixture.ask('SELECT cmis:objectId FROM cmis:document', {
        searchAllVersions: true,
        page: { maxItems: 4, skipCount },
      });
      pages.push(...found.items.map(({ columns }) => columns()[0]?.value));
    }
    expect(pages).toEqual(all);
  });
});

describe('what a row holds', () => {
  it('is every column, named and defined, set or not', async () => {
    const { items } = await fixture.ask(
      "SELECT cmis:name AS n, my:tags, my:lent, cmis:creationDate, my:secret FROM my:book WHERE cmis:name = 'alpha'",
    );
    expect(items[0]?.columns().map(({ queryName, definition, value }) => [queryName, definition?.id, value])).toEqual([
      ['n', 'cmis:name', 'alpha'],
      ['my:tags', 'my:tags', ['x', 'y']],
      ['my:lent', 'my:lent', true],
      ['cmis:creationDate', 'cmis:creationDate', Date.parse('2021-05-01T00:00:00.000Z')],
      ['my:secret', 'my:secret', undefined],
    ]);
  });

  it('has allowable actions where all columns are of one table', async () => {
    const selection = { includeAllowableActions: true };
    const { items } = await fixture.ask("SELECT * FROM cmis:document WHERE cmis:name = 'alpha'", {
      selection,
      as: library.ben,
    });
    expect(items[0]?.allowableActions?.has('canGetProperties')).toBe(true);
    expect(items[0]?.allowableActions?.has('canUpdateProperties')).toBe(false);
    const joined = 'FROM my:book d JOIN my:rated r ON d.cmis:objectId = r.cmis:objectId';
    expect((await fixture.ask(`SELECT d.* ${joined}`, { selection })).items[0]?.allowableActions).toBeDefined();
    const refused = expect.objectContaining({ code: 'invalidArgument' }) as Error;
    const dialect = 'cmis';
    await expect(fixture.ask(`SELECT * ${joined}`, { selection, dialect })).rejects.toEqual(refused);
    await expect(
      fixture.ask(`SELECT d.cmis:name, r.my:stars ${joined}`, {
        selection: { includeRelationships: 'source' },
        dialect,
      }),
    ).rejects.toEqual(refused);
    await expect(
      fixture.ask(`SELECT d.cmis:name, r.my:stars ${joined}`, { selection: { renditionFilter: '*' }, dialect }),
    ).rejects.toEqual(refused);
  });

  it('is found and counted by at most two statements', async () => {
    const { statements } = fixture;
    statements.length = 0;
    await fixture.ask('SELECT * FROM my:book ORDER BY cmis:name');
    expect(statements.length).toBeLessThanOrEqual(2);
    statements.length = 0;
    await fixture.ask('SELECT * FROM my:book ORDER BY cmis:name', { page: { maxItems: 2 } });
    expect(statements.length).toBeLessThanOrEqual(2);
  });
});
