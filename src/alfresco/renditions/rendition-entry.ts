import type { RenditionState } from '../../repository/contract/rendition-state';
import type { Json } from '../framework/operation';
import { mimeTypeName } from '../nodes/mime-type-names';

/** A rendition that is there, or that could be. */
export function renditionEntry({ definition, made }: RenditionState): Json {
  const { name, mimeType } = definition;
  return {
    id: name,
    status: made ? 'CREATED' : 'NOT_CREATED',
    content: {
      mimeType,
      mimeTypeName: mimeTypeName(mimeType),
      ...(made && { sizeInBytes: made.length, encoding: 'UTF-8' }),
    },
  };
}
