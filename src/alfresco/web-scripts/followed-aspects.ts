/** Aspects that nodes are shown with and that no type stands for: what follows from the state of the node by itself. */
import { contentModel } from '../../model/alfresco-types';
import type { Json } from '../framework/operation';

const FOLLOWED = new Set(['cm:auditable', 'cm:versionable', 'sys:referenceable']);

/** As `classAnswer` shows others; undefined for what is no such aspect. By a name such as `cm_auditable`. */
export function followedAspect(name: string): Json | undefined {
  const aspect = contentModel.aspects.find(
    (one) => FOLLOWED.has(one.name) && (one.name === name || one.name === name.replace('_', ':')),
  );
  if (!aspect) return undefined;
  const url = `/api/classes/${inUrl(aspect.name)}`;
  const properties = (aspect.properties ?? []).map((property) => [
    property.name,
    {
      name: property.name,
      title: property.title ?? '',
      description: '',
      dataType: property.type,
      defaultValue: property.default,
      multiValued: false,
      mandatory: property.mandatory !== undefined,
      enforced: property.mandatory === 'enforced',
      protected: property.protected ?? false,
      url: `${url}/property/${inUrl(property.name)}`,
    },
  ]);
  return {
    name: aspect.name,
    isAspect: true,
    isContainer: false,
    title: aspect.title ?? '',
    description: '',
    parent: {},
    defaultAspects: {},
    properties: Object.fromEntries(properties) as Json,
    associations: {},
    childassociations: {},
    url,
  };
}

const inUrl = (name: string): string => encodeURIComponent(name.replace(':', '_'));
