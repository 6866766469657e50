import type { AnnotationReader, AnnotationWriter } from '../repository/storage-annotations';
import { commentReader, commentWriter } from './comments';
import { ratingReader, ratingWriter } from './ratings';
import type { Session } from './session';

export const annotationReader = (session: Session): AnnotationReader => ({
  ...commentReader(session),
  ...ratingReader(session),
});

export const annotationWriter = (session: Session, now: number): AnnotationWriter => ({
  ...commentWriter(session, now),
  ...ratingWriter(session, now),
});
