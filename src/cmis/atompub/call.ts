import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Staging } from '../../content/staging';
import { CmisError } from '../../model/errors';
import type { Caller } from '../../model/principal';
import type { ObjectView } from '../../repository/values/object-view';
import type { Repository } from '../../repository/repository';
import type { Request } from '../../repository/contract/request';
import { isHiddenIn10 } from '../cmis-1-0';
import type { Limits, Parameters } from '../parameters';
import type { CmisVersion, XmlStyle } from '../xml/object-xml';

export interface AtomPubParts {
  readonly repository: Repository;
  readonly repositoryId: string;
  readonly staging: Staging;
  /** @throws CmisError `unauthorized`. */
  readonly authenticate: (req: IncomingMessage) => Caller | Promise<Caller>;
  /** Scheme, host and prefix as the client used them. */
  readonly baseUrlOf: (req: IncomingMessage) => string;
  /** Told of errors that nobody foresaw. */
  readonly report: (error: unknown, req: IncomingMessage) => void;
  readonly limits: Limits;
}

/** One request of a known caller for one resource. */
export interface Call {
  readonly parts: AtomPubParts;
  readonly repository: Repository;
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  readonly request: Request;
  readonly version: CmisVersion;
  /** Address of the service document; every link begins with it. */
  readonly base: string;
  /** Address of the page for people. */
  readonly home: string;
  /** Name of the resource, the first segment below the service document. */
  readonly resource: string;
  readonly query: Parameters;
}

/** How the answer to this call is written; asked for when the objects are there. */
export function xmlStyle(call: Call): XmlStyle {
  return {
    types: call.repository.knownTypes(),
    version: call.version,
    dialect: call.request.dialect,
  };
}

/** The object, unless the version of CMIS that the client speaks has no such objects. @throws CmisError `objectNotFound`. */
export function shown(call: Call, view: ObjectView): ObjectView {
  if (call.version === '1.0' && isHiddenIn10(view.object)) {
    throw new CmisError('objectNotFound', `There is no object '${view.object.id}' in CMIS 1.0.`);
  }
  return view;
}
