import type { IncomingMessage } from 'node:http';
import { invalidArgument } from '../model/errors';
import { readMultipart } from './multipart';
import { dismissBody, readBody } from './request-body';
import type { Form, FormField, FormOptions } from './submitted-form';
import { parseUrlEncoded } from './url-encoded';

/**
 * Reads a form, stages its content, and lets `use` work with both; content that is still unclaimed afterwards goes.
 * Reads `application/x-www-form-urlencoded` and `multipart/form-data`, the parts in any order; a request without a
 * body is an empty form. @throws CmisError `invalidArgument` for what is no such form or beyond a limit, `constraint`
 * for content beyond its limit, `storage`; and what `use` throws.
 */
export async function withForm<T>(
  req: IncomingMessage,
  options: FormOptions,
  use: (form: Form) => Promise<T>,
): Promise<T> {
  const form = await readForm(req, options);
  const key = form.content?.key;
  if (key === undefined) return use(form);
  try {
    const result = await use(form);
    options.staging.releaseSoon(key);
    return result;
  } catch (error) {
    // Should this fail as well, the reaper does it.
    await options.staging.release(key).catch(() => undefined);
    throw error;
  }
}

async function readForm(req: IncomingMessage, options: FormOptions): Promise<Form> {
  try {
    const form = await formOf(req, options);
    if (options.mayRepeat !== true) refuseDuplicates(form.fields);
    return form;
  } catch (error) {
    await dismissBody(req);
    throw error;
  }
}

async function formOf(req: IncomingMessage, options: FormOptions): Promise<Form> {
  const type = req.headers['content-type'];
  if (type === undefined && !hasBody(req)) return { fields: [] };
  const mediaType = type?.split(';', 1)[0]?.trim().toLowerCase();
  if (mediaType === 'multipart/form-data') return readMultipart(req, options);
  if (mediaType === 'application/x-www-form-urlencoded') {
    const { maxBodyBytes, maxFormFields, idleMs } = options.limits;
    const body = await readBody(req, { maxBytes: maxBodyBytes, ...(idleMs !== undefined && { idleMs }) });
    return { fields: parseUrlEncoded(body, { charset: charsetOf(type ?? ''), maxFields: maxFormFields }) };
  }
  throw invalidArgument(
    `The body is '${type ?? 'of no type'}'; a form is 'application/x-www-form-urlencoded' or 'multipart/form-data'.`,
  );
}

function hasBody(req: IncomingMessage): boolean {
  const length = req.headers['content-length'];
  return req.headers['transfer-encoding'] !== undefined || (length !== undefined && length !== '0');
}

function charsetOf(contentType: string): string | undefined {
  return /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(contentType)?.[1];
}

function refuseDuplicates(fields: readonly FormField[]): void {
  const seen = new Set<string>();
  for (const { name } of fields) {
    const key = name.toLowerCase();
    if (seen.has(key)) throw invalidArgument(`The form has the control '${name}' more than once.`);
    seen.add(key);
  }
}
