import type { ContentStore } from '../content/content-store';
import { CmisError, invalidArgument } from '../model/errors';
import { RENDITIONS, renditionNamed } from '../renditions/definitions';
import type { Renderer } from '../renditions/renderer';
import { renditionContent } from './contract/rendition-content';
import { deleteRendition, renditionedDocument, requestRenditions } from './objects/renditions';
import type { RenditionsOf } from './contract/rendition-state';
import type { Repository } from './repository';
import type { Request } from './contract/request';
import type { Transactor } from './storage/storage';

export interface RenditionParts {
  readonly transactor: Transactor;
  readonly store: ContentStore;
  readonly renderer: Renderer;
  readonly onRenditionsAsked?: () => void;
}

type RenditionServices = Pick<
  Repository,
  'listRenditions' | 'requestRenditions' | 'getRenditionContent' | 'deleteRendition'
>;

/** Nothing waits in a transaction for whoever knows what can be drawn. */
export function renditionServices({
  transactor,
  store,
  renderer,
  onRenditionsAsked,
}: RenditionParts): RenditionServices {
  const documentOf = ({ caller }: Request, input: RenditionsOf): ReturnType<typeof renditionedDocument> =>
    transactor.read(caller, (uow) => renditionedDocument(uow, input));
  return {
    listRenditions: async (request, input) => {
      const { content, made } = await documentOf(request, input);
      const offered = new Set(await renderer.offered(content.mimeType));
      return RENDITIONS.map((definition) => ({
        definition,
        made: made.find(({ name }) => name === definition.name),
      })).filter(({ definition, made: one }) => one !== undefined || offered.has(definition));
    },
    requestRenditions: async (request, { objectId, names }) => {
      const definitions = [...new Set(names)].map((name) => renditionNamed(name) ?? unknown(name));
      const { object, content } = await documentOf(request, { objectId });
      const offered = new Set(await renderer.offered(content.mimeType));
      const impossible = definitions.find((definition) => !offered.has(definition));
      if (impossible)
        throw invalidArgument(
          `No rendition '${impossible.name}' can be made of '${object.name}' (${content.mimeType}).`,
        );
      await transactor.write(request.caller, (uow) => requestRenditions(uow, { objectId, definitions }));
      onRenditionsAsked?.();
    },
    getRenditionContent: async (request, { name, ...input }) => {
      const { made } = await documentOf(request, input);
      const found = made.find((one) => one.name === name) ?? unknown(name);
      return renditionContent(store, found, name);
    },
    deleteRendition: async ({ caller }, input) => {
      if (!(await transactor.write(caller, (uow) => deleteRendition(uow, input)))) unknown(input.name);
    },
  };
}

const unknown = (name: string): never => {
  throw new CmisError('objectNotFound', `There is no rendition '${name.slice(0, 100)}'.`);
};
