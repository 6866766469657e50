/** Pages of web clients, by the names under which the clients speak of themselves. */
export type ClientPages = Readonly<Record<string, string>>;

/** Undefined for clients that are not known. */
export const pageOfClient = (pages: ClientPages, client: string): string | undefined =>
  Object.hasOwn(pages, client) ? pages[client] : undefined;
