import type { AnnotationReader, AnnotationWriter } from '../../repository/storage/annotations';
import { commentReader, commentWriter } from './comments';
import { favouriteReader, favouriteWriter } from './favourites';
import { ratingReader, ratingWriter } from './ratings';
import type { Session } from '../unit/session';
import { linkReader, linkWriter } from './shared-links';

export const annotationReader = (session: Session): AnnotationReader => ({
  ...commentReader(session),
  ...ratingReader(session),
  ...favouriteReader(session),
  ...linkReader(session),
});

export const annotationWriter = (session: Session, now: number): AnnotationWriter => ({
  ...commentWriter(session, now),
  ...ratingWriter(session, now),
  ...favouriteWriter(session, now),
  ...linkWriter(session, now),
});
