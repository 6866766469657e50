import { ALF, ATOM, CMIS, CMISRA } from '../../src/cmis/xml/namespaces';
import { attribute, child, childrenNamed, childText, type XmlElement } from '../../src/cmis/xml/tree';
import {
  atomClient,
  created,
  entriesOf,
  entry,
  exceptionOf,
  NAMESPACES,
  one,
  type Answer,
  type AtomClient,
} from '../cmis/atompub/client';
import type { Check } from '../cmis/atompub/valid';
import {
  baseOf,
  fileNameOf,
  listed,
  textOf,
  type Content,
  type Grant,
  type Look,
  type NewProperty,
  type NewType,
  type ObjectOrError,
  type PropertyType,
  type Reader,
  type Scalar,
  type ShownObject,
  type ShownProperties,
  type ShownType,
  type Values,
  type Version,
  type Writer,
} from './door';

export interface AtomDoor {
  readonly base: string;
  readonly version: Version;
  /** `name:password` */
  readonly user: string;
  /** Of every document that it answers. */
  readonly check: Check;
}

const SECONDARY = 'cmis:secondaryObjectTypeIds';
const EVERYTHING = '&includeAllowableActions=true&includeRelationships=both&includePolicyIds=true&includeACL=true';

/** `typeOf` tells the type of each property that is written; `isOfAspect` those that 1.0 writes beside the others. */
export interface KnownProperties {
  typeOf(id: string): PropertyType;
  isOfAspect(id: string): boolean;
}

export function atomWriter({ base, version, user, check }: AtomDoor, known: KnownProperties): Writer {
  const client = atomClient(base, user, check);
  const at = (resource: string, id: string): string => `/${resource}?id=${encodeURIComponent(id)}`;
  const idOf = (answer: Answer): string => one(succeeded(answer).root, 'cmis:objectId') ?? '';
  /** Of the answers without a body: where the content is from now on. */
  const locationId = (answer: Answer, before: string): string => {
    const location = succeeded(answer).headers.get('content-location');
    return location === null ? before : (new URL(location).searchParams.get('id') ?? before);
  };
  const secondaryIds = async (id: string): Promise<readonly string[]> => {
    const shown = shownObject(objectOf((await client.get(at('entry', id))).root), version);
    return typeof shown === 'string' ? [] : (shown.properties[SECONDARY]?.values ?? []);
  };
  /** The inside of `cmis:properties`; `current` are the secondary types that the object has. */
  const written = (values: Values, current: readonly string[]): string =>
    version === '1.1' ? propertiesXml(values, known) : propertiesOf10(values, current, known);
  const entryOf = (values: Values, more: Parameters<typeof entry>[0] & { readonly current?: readonly string[] }) => {
    const { 'cmis:description': description, ...others } = values;
    // 1.0 has no such property, but Atom has a summary.
    const hasSummary = version === '1.0' && typeof description === 'string';
    return entry({
      ...more,
      title: typeof values['cmis:name'] === 'string' ? values['cmis:name'] : '',
      extras: `${more.extras ?? ''}${hasSummary ? `<summary>${escaped(description)}</summary>` : ''}`,
      moreProperties: written(hasSummary ? others : values, more.current ?? []),
    });
  };
  const naming = (id: string): string => entry({ title: '', properties: { 'cmis:objectId': id } });
  return {
    version,
    createType: async (type) =>
      void created(await client.post(`/types?typeId=${encodeURIComponent(type.parentId)}`, { body: typeEntry(type) })),
    addToType: async (id, property) => {
      const body = `<entry ${NAMESPACES}><ra:type><c:id>${id}</c:id>${definitionXml(property)}</ra:type></entry>`;
      succeeded(await client.put(at('type', id), { body }));
    },
    create: async ({ folderId, kind, values, content, versioningState, grants = [], policyIds = [] }) => {
      const source = kind === 'Relationship' ? String(values['cmis:sourceId']) : undefined;
      const target =
        source !== undefined
          ? at('relationships', source)
          : folderId === undefined
            ? '/unfiled?'
            : at('children', folderId);
      const state = versioningState === undefined ? '' : `&versioningState=${versioningState}`;
      const body = entryOf(values, {
        behind: rightsXml(grants, policyIds),
        extras: content ? contentXml(content) : '',
      });
      return one(created(await client.post(target + state, { body })), 'cmis:objectId') ?? '';
    },
    update: async (id, values) => {
      const current = version === '1.0' ? await secondaryIds(id) : [];
      return idOf(await client.put(at('entry', id), { body: entryOf(values, { current }) }));
    },
    bulkUpdate: async (ids, values, added) => {
      const objects = ids
        .map((id) => `<c:objectIdAndChangeToken><c:id>${id}</c:id></c:objectIdAndChangeToken>`)
        .join('');
      const types = added.map((id) => `<c:addSecondaryTypeIds>${id}</c:addSecondaryTypeIds>`).join('');
      const body =
        `<entry ${NAMESPACES}><ra:bulkUpdate>${objects}<c:properties>${propertiesXml(values, known)}</c:properties>` +
        `${types}</ra:bulkUpdate></entry>`;
      succeeded(await client.post('/update', { body }));
    },
    move: async (id, { from, to }) =>
      idOf(await client.post(`${at('children', to)}&sourceFolderId=${from}`, { body: naming(id) })),
    setContent: async (id, content) => locationId(await put(client, at('content', id), content), id),
    appendContent: async (id, content, isLastChunk) =>
      locationId(await put(client, `${at('content', id)}&append=true&isLastChunk=${isLastChunk}`, content), id),
    deleteContent: async (id) => locationId(await client.delete(at('content', id)), id),
    checkOut: async (id) => idOf(await client.post('/checkedout', { body: naming(id) })),
    cancelCheckOut: async (id) => void succeeded(await client.delete(at('entry', id))),
    checkIn: async (id, { major, comment, values = {}, content, grants = [], policyIds = [] }) => {
      const said = comment === undefined ? '' : `&checkinComment=${encodeURIComponent(comment)}`;
      const current = version === '1.0' ? await secondaryIds(id) : [];
      const behind = rightsXml(grants, policyIds);
      const body = entryOf(values, { current, behind, extras: content ? contentXml(content) : '' });
      return idOf(await client.put(`${at('entry', id)}&checkin=true&major=${major}${said}`, { body }));
    },
    applyACL: async (id, { add = [], remove = [], objectOnly }) => {
      const before = shownAces((await client.get(`${at('acl', id)}&onlyBasicPermissions=false`)).root);
      const direct = before.filter((ace) => ace.direct === 'true');
      const body = `<c:acl ${NAMESPACES}>${acesXml(without(joined([...direct, ...add]), remove))}</c:acl>`;
      const address = at('acl', id) + (objectOnly ? '&ACLPropagation=objectonly' : '');
      succeeded(await client.put(address, { type: 'application/cmisacl+xml', body }));
    },
    applyPolicy: async (id, policyId) =>
      void succeeded(await client.post(at('policies', id), { body: naming(policyId) })),
    removePolicy: async (id, policyId) =>
      void succeeded(await client.delete(`${at('policies', id)}&policyId=${encodeURIComponent(policyId)}`)),
    addToFolder: async (id, folderId) =>
      void succeeded(await client.post(at('children', folderId), { body: naming(id) })),
    removeFromFolder: async (id, folderId) =>
      void succeeded(
        await client.post(folderId === undefined ? '/unfiled' : `/unfiled?removeFrom=${folderId}`, {
          body: naming(id),
        }),
      ),
    delete: async (id, allVersions) =>
      void succeeded(await client.delete(`${at('entry', id)}&allVersions=${allVersions}`)),
    deleteTree: async (id) => void succeeded(await client.delete(at('descendants', id))),
  };
}

function succeeded(answer: Answer): Answer {
  if (answer.status >= 300) throw new Error(`${answer.status} ${answer.text}`);
  return answer;
}

const put = (client: AtomClient, address: string, { text, type, name }: Content): Promise<Answer> =>
  client.put(address, {
    type,
    body: text,
    headers: { 'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}` },
  });

const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/\r/g, '&#13;');

const ELEMENTS: Readonly<Record<PropertyType, string>> = {
  string: 'String',
  id: 'Id',
  integer: 'Integer',
  decimal: 'Decimal',
  boolean: 'Boolean',
  datetime: 'DateTime',
  uri: 'Uri',
  html: 'Html',
};

const valuesXml = (values: readonly Scalar[]): string =>
  values.map((value) => `<c:value>${escaped(textOf(value))}</c:value>`).join('');

const propertiesXml = (values: Values, known: KnownProperties): string =>
  Object.entries(values)
    .map(([id, value]) => {
      const name = `c:property${ELEMENTS[known.typeOf(id)]}`;
      return `<${name} propertyDefinitionId="${id}">${valuesXml(listed(value))}</${name}>`;
    })
    .join('');

/** Secondary types as Alfresco writes its aspects. */
function propertiesOf10(values: Values, current: readonly string[], known: KnownProperties): string {
  const { [SECONDARY]: wanted, ...others } = values;
  const ids = wanted === undefined ? current : listed(wanted).map(String);
  const add = ids.filter((id) => !current.includes(id)).map((id) => `<alf:aspectsToAdd>${id}</alf:aspectsToAdd>`);
  const remove = current
    .filter((id) => !ids.includes(id))
    .map((id) => `<alf:aspectsToRemove>${id}</alf:aspectsToRemove>`);
  const part = (isOfAspect: boolean): Values =>
    Object.fromEntries(Object.entries(others).filter(([id]) => known.isOfAspect(id) === isOfAspect));
  const aspects = propertiesXml(part(true), known);
  const inside = `${add.join('')}${remove.join('')}${aspects === '' ? '' : `<alf:properties>${aspects}</alf:properties>`}`;
  return propertiesXml(part(false), known) + (inside === '' ? '' : `<alf:setAspects>${inside}</alf:setAspects>`);
}

const contentXml = ({ text, type, name }: Content): string =>
  `<ra:content><ra:mediatype>${type}</ra:mediatype><ch:filename>${escaped(name)}</ch:filename>` +
  `<ra:base64>${Buffer.from(text).toString('base64')}</ra:base64></ra:content>`;

const acesXml = (grants: readonly Grant[]): string =>
  grants
    .map(
      ({ principal, permissions }) =>
        `<c:permission><c:principal><c:principalId>${escaped(principal)}</c:principalId></c:principal>` +
        `${permissions.map((name) => `<c:permission>${name}</c:permission>`).join('')}<c:direct>true</c:direct></c:permission>`,
    )
    .join('');

function rightsXml(grants: readonly Grant[], policyIds: readonly string[]): string {
  const policies = policyIds.map((id) => `<c:id>${id}</c:id>`).join('');
  return (
    (grants.length > 0 ? `<c:acl>${acesXml(grants)}</c:acl>` : '') +
    (policies === '' ? '' : `<c:policyIds>${policies}</c:policyIds>`)
  );
}

function joined(grants: readonly Grant[]): readonly Grant[] {
  const all = new Map<string, Set<string>>();
  for (const { principal, permissions } of grants) {
    const names = all.get(principal) ?? new Set<string>();
    for (const name of permissions) names.add(name);
    all.set(principal, names);
  }
  return [...all].map(([principal, names]) => ({ principal, permissions: [...names] }));
}

/** Alfresco's permissions are shown under long names and known by short ones too. */
const shortName = (permission: string): string => permission.replace(/^\{[^}]*\}\w+\./, '');

const without = (grants: readonly Grant[], taken: readonly Grant[]): readonly Grant[] =>
  grants
    .map(({ principal, permissions }) => ({
      principal,
      permissions: permissions.filter(
        (name) => !taken.some((grant) => grant.principal === principal && grant.permissions.includes(shortName(name))),
      ),
    }))
    .filter(({ permissions }) => permissions.length > 0);

function typeEntry({ properties, ...type }: NewType): string {
  const elements = Object.entries(type)
    .map(([name, value]) => `<c:${name}>${escaped(value)}</c:${name}>`)
    .join('');
  return `<entry ${NAMESPACES}><title>t</title><ra:type>${elements}${properties.map(definitionXml).join('')}</ra:type></entry>`;
}

function definitionXml({ id, propertyType, defaultValue, choices = [], ...others }: NewProperty): string {
  const name = `c:property${ELEMENTS[propertyType]}Definition`;
  const elements = Object.entries({ id, propertyType, updatability: 'readwrite', ...others }).map(
    ([key, value]) => `<c:${key}>${value}</c:${key}>`,
  );
  const choice = choices.map(
    (one) => `<c:choice displayName="${escaped(one.toUpperCase())}"><c:value>${escaped(one)}</c:value></c:choice>`,
  );
  return (
    `<${name}>${elements.join('')}` +
    (defaultValue ? `<c:defaultValue propertyDefinitionId="${id}">${valuesXml(defaultValue)}</c:defaultValue>` : '') +
    `${choice.join('')}</${name}>`
  );
}

export function atomReader(name: string, { base, version, user, check }: AtomDoor): Reader {
  const client = atomClient(base, user, check);
  const at = (resource: string, id: string, more = ''): string => `/${resource}?id=${encodeURIComponent(id)}${more}`;
  const object = async (id: string): Promise<ObjectOrError> => {
    const answer = await client.get(at('entry', id, EVERYTHING));
    if (answer.status !== 200) return String(exceptionOf(answer));
    const shown = shownObject(objectOf(answer.root), version);
    checkEntry(answer.root, shown.properties);
    return shown;
  };
  const members = async (address: string): Promise<readonly XmlElement[]> =>
    entriesOf(succeeded(await client.get(address)).root);
  const objects = async (address: string): Promise<readonly ShownObject[]> =>
    (await members(address)).map((each) => shownObject(objectOf(each), version));
  const pairs = async (address: string, segment: string): Promise<readonly (readonly [string, ShownObject])[]> =>
    (await members(address)).map((each) => [
      childText(each, CMISRA, segment) ?? '',
      shownObject(objectOf(each), version),
    ]);
  const content = async (id: string): Promise<Content | string> => {
    const answer = await client.get(at('content', id));
    if (answer.status !== 200) return String(exceptionOf(answer));
    return {
      text: answer.text,
      type: answer.headers.get('content-type') ?? '',
      name: fileNameOf(answer.headers.get('content-disposition')),
    };
  };
  return {
    name,
    version,
    binding: 'atompub',
    object,
    look: async (id): Promise<Look> => {
      const shown = await object(id);
      const baseId = baseOf(shown);
      if (baseId === undefined) return { object: shown };
      const policies = await objects(at('policies', id));
      if (baseId === 'cmis:folder') {
        const children = await pairs(at('children', id, `${EVERYTHING}&includePathSegment=true`), 'pathSegment');
        return { object: shown, policies, children };
      }
      const address = at('parents', id, `${EVERYTHING}&includeRelativePathSegment=true`);
      const parents = await pairs(address, 'relativePathSegment');
      if (baseId !== 'cmis:document') return { object: shown, policies, parents };
      const versions = await objects(at('versions', id, '&includeAllowableActions=true'));
      return { object: shown, policies, parents, versions, content: await content(id) };
    },
    type: async (id) => {
      const type = child(succeeded(await client.get(at('type', id))).root, CMISRA, 'type');
      if (!type) throw new Error(`There is no type in the entry of ${id}.`);
      return shownType(type);
    },
    query: async (statement) =>
      (await members(`/query?q=${encodeURIComponent(statement)}`)).map((row) => shownProperties(objectOf(row))),
    changes: async () =>
      (await members('/changes?includeProperties=true')).map((event) => {
        const info = child(objectOf(event), CMIS, 'changeEventInfo');
        return [childText(info, CMIS, 'changeType') ?? '', one(event, 'cmis:objectId') ?? ''];
      }),
  };
}

function objectOf(of: XmlElement): XmlElement {
  const object = child(of, CMISRA, 'object');
  if (!object) throw new Error('There is no object in the entry.');
  return object;
}

/** What Atom says of an entry is what CMIS says of the object. */
function checkEntry(of: XmlElement, properties: ShownProperties): void {
  const value = (id: string): string | undefined => properties[id]?.values[0];
  const said = {
    title: childText(of, ATOM, 'title'),
    author: childText(child(of, ATOM, 'author'), ATOM, 'name'),
    published: childText(of, ATOM, 'published'),
    updated: childText(of, ATOM, 'updated'),
  };
  expect(said).toEqual({
    title: value('cmis:name'),
    author: value('cmis:createdBy'),
    published: value('cmis:creationDate'),
    updated: value('cmis:lastModificationDate'),
  });
}

function shownObject(object: XmlElement, version: Version): ShownObject {
  const actions = child(object, CMIS, 'allowableActions');
  const acl = child(object, CMIS, 'acl');
  const exactACL = childText(object, CMIS, 'exactACL');
  return {
    properties: { ...shownProperties(object), ...(version === '1.0' && aspectsOf(object)) },
    ...(actions && { allowableActions: Object.fromEntries(actions.children.map(({ local, text }) => [local, text])) }),
    ...(acl && exactACL !== undefined && { acl: shownAces(acl), exactACL }),
    policyIds: childrenNamed(child(object, CMIS, 'policyIds'), CMIS, 'id').map(({ text }) => text),
    relationships: childrenNamed(object, CMIS, 'relationship').map((each) => shownObject(each, version)),
  };
}

const shownAces = (acl: XmlElement): readonly (Grant & { readonly direct: string })[] =>
  childrenNamed(acl, CMIS, 'permission').map((ace) => ({
    principal: childText(child(ace, CMIS, 'principal'), CMIS, 'principalId') ?? '',
    permissions: childrenNamed(ace, CMIS, 'permission').map(({ text }) => text),
    direct: childText(ace, CMIS, 'direct') ?? '',
  }));

const shownProperties = (object: XmlElement): ShownProperties => propertiesIn(child(object, CMIS, 'properties'));

function propertiesIn(parent: XmlElement | undefined): ShownProperties {
  const properties = parent?.children.filter(({ uri, local }) => uri === CMIS && local.startsWith('property')) ?? [];
  return Object.fromEntries(
    properties.map((property) => {
      const text = (name: string): string => attribute(property, name) ?? '';
      const type = property.local.slice('property'.length).toLowerCase();
      const values = childrenNamed(property, CMIS, 'value').map((value) => valueText(value.text, type));
      const [queryName, localName, displayName] = [text('queryName'), text('localName'), text('displayName')];
      return [text('propertyDefinitionId'), { type, queryName, localName, displayName, values }];
    }),
  );
}

/** Numbers are compared as numbers; everything else as it is written. */
const valueText = (text: string, type: string): string => (type === 'decimal' ? String(Number(text)) : text);

/** Alfresco's extension, as 1.1 says the same. */
function aspectsOf(object: XmlElement): ShownProperties {
  const aspects = child(child(object, CMIS, 'properties'), ALF, 'aspects');
  const values = childrenNamed(aspects, ALF, 'appliedAspects').map(({ text }) => text);
  const names = { queryName: '', localName: '', displayName: '' };
  return { ...propertiesIn(child(aspects, ALF, 'properties')), [SECONDARY]: { type: 'id', ...names, values } };
}

function shownType(type: XmlElement): ShownType {
  const shown: Record<string, unknown> = {};
  const definitions: Record<string, unknown> = {};
  const lists: Record<string, string[]> = {};
  for (const element of type.children) {
    if (element.uri !== CMIS) continue;
    if (element.local.startsWith('property'))
      definitions[childText(element, CMIS, 'id') ?? ''] = shownDefinition(element);
    else if (element.local.startsWith('allowed')) (lists[element.local] ??= []).push(element.text);
    else shown[element.local] = element.children.length > 0 ? textsIn(element) : element.text;
  }
  return { ...shown, ...lists, propertyDefinitions: definitions };
}

const textsIn = (of: XmlElement): Readonly<Record<string, string>> =>
  Object.fromEntries(of.children.map(({ local, text }) => [local, text]));

function shownDefinition(definition: XmlElement): unknown {
  const { defaultValue: _value, choice: _choice, ...others } = textsIn(definition);
  const type = others['propertyType'] ?? '';
  const values = (of: XmlElement): readonly string[] =>
    childrenNamed(of, CMIS, 'value').map(({ text }) => valueText(text, type));
  const defaultValue = child(definition, CMIS, 'defaultValue');
  const choices = childrenNamed(definition, CMIS, 'choice');
  return {
    ...others,
    ...(defaultValue && { defaultValue: values(defaultValue) }),
    ...(choices.length > 0 && {
      choice: choices.map((one) => ({ displayName: attribute(one, 'displayName'), value: values(one) })),
    }),
  };
}
