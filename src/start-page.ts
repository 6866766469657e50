import { createHash } from 'node:crypto';

/** A protocol as people see it. */
export interface ListedDoor {
  readonly title: string;
  readonly path: string;
  readonly description: string;
}

const STYLE = `
:root { color-scheme: light dark; --ink: #1c2430; --dim: #5b6776; --line: #dfe4ea; --page: #f6f7f9; --card: #fff; --accent: #1f5fbf; --good: #1c7c4a; --bad: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8ecf1; --dim: #9aa7b6; --line: #2c3541; --page: #12161c; --card: #1a2029; --accent: #7fb0ff; --good: #5fcf96; --bad: #ff8a80; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.55 system-ui, sans-serif; }
main { max-width: 62rem; margin: 0 auto; padding: 3rem 1.25rem 4rem; }
h1 { margin: 0; font-size: 2rem; letter-spacing: -0.02em; }
h2 { margin: 2.5rem 0 0.75rem; font-size: 1.15rem; }
p { margin: 0.5rem 0; }
.dim { color: var(--dim); }
.state { display: inline-block; margin-top: 1rem; padding: 0.25rem 0.75rem; border: 1px solid currentColor; border-radius: 1rem; font-size: 0.9rem; font-weight: 600; }
.good { color: var(--good); }
.bad { color: var(--bad); }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 0.6rem; overflow-x: auto; }
table { width: 100%; border-collapse: collapse; }
th, td { padding: 0.7rem 1rem; text-align: left; vertical-align: top; border-top: 1px solid var(--line); }
tr:first-child > * { border-top: 0; }
th { width: 13rem; font-weight: 600; }
code, pre { font: 0.875rem/1.5 ui-monospace, monospace; }
code { word-break: break-all; }
pre { margin: 0; padding: 1rem; white-space: pre-wrap; word-break: break-all; }
a { color: var(--accent); }
footer { margin-top: 3rem; font-size: 0.9rem; }
`;

/** What the page needs of a browser and nothing more. */
export const START_PAGE_POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/**
 * The page for people at `/`: where the doors are, how to connect, whether the server works. Its links lead on from its
 * own address, which is another one behind a proxy.
 */
export function startPage(input: {
  /** Scheme, host, port and prefix as the reader's browser used them. */
  readonly origin: string;
  readonly version: string;
  readonly doors: readonly ListedDoor[];
  /** Undefined: everything works. */
  readonly problem: string | undefined;
}): string {
  const { origin, version, doors, problem } = input;
  const state = problem === undefined ? 'Ready to read and write' : problem;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Triptych content repository</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>Triptych</h1>
<p class="dim">An open-source content repository: documents, folders and their history, for every client that speaks CMIS or the Alfresco REST API.</p>
<p class="state ${problem === undefined ? 'good' : 'bad'}">${escape(state)}</p>
<h2>Doors</h2>
<div class="card"><table>
${doors.map((door) => row(door, origin)).join('\n')}
</table></div>
<h2>Connect</h2>
<p>Log in with the name and password of a user. The repository id is <code>-default-</code>.</p>
<div class="card"><pre>${escape(connectExample(origin, doors))}</pre></div>
<h2>Try</h2>
<p>The <a href="api-explorer">API explorer</a> shows every operation of the REST API, and tries it with your name and password.</p>
<h2>For operators</h2>
<div class="card"><table>
<tr><th><a href="live">/live</a></th><td>The process runs.</td></tr>
<tr><th><a href="ready">/ready</a></th><td>A read and a write would work.</td></tr>
<tr><th><a href="metrics">/metrics</a></th><td>Figures for Prometheus.</td></tr>
</table></div>
<footer class="dim">Triptych ${escape(version)}</footer>
</main>
</body>
</html>
`;
}

function row(door: ListedDoor, origin: string): string {
  const address = escape(origin + door.path);
  return `<tr><th>${escape(door.title)}</th><td><code>${address}</code><br><span class="dim">${escape(door.description)}</span></td></tr>`;
}

function connectExample(origin: string, doors: readonly ListedDoor[]): string {
  const browser = doors.find((door) => door.path.endsWith('/browser'));
  const address = `${origin}${browser?.path ?? ''}`;
  return browser
    ? `# what is in the root folder\ncurl -u USER '${address}/-default-/root?cmisselector=children'\n\n# a new document in the folder that everybody may write to\ncurl -u USER -F cmisaction=createDocument -F 'propertyId[0]=cmis:objectTypeId' -F 'propertyValue[0]=cmis:document' \\\n     -F 'propertyId[1]=cmis:name' -F 'propertyValue[1]=hello.txt' -F content=@hello.txt '${address}/-default-/root/Shared'`
    : `curl -u USER '${address}'`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
