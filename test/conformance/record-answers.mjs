// Stands between a client and a server and keeps the XML that the server answers, to be checked against schemas.
//   node record-answers.mjs SERVER_URL FOLDER
// Prints `listens on URL` and runs until it is ended. The Host header stays as it is, so the server's links lead here.
// Of answers of one structure (the same elements in the same places) it keeps the first few; `index` names the request
// of each file.
import { createHash } from 'node:crypto';
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

const [serverUrl, folder] = process.argv.slice(2);
const server = new URL(serverUrl);
const KEPT_OF_A_KIND = 25;
const LONGEST = 32 * 1024 * 1024;

const kinds = new Map();
mkdirSync(folder, { recursive: true });

// Content of documents may be anything; what CMIS answers has one of these types.
const isOfCmis = (type = '') => /^application\/(atom|atomsvc|cmis\w+)\+xml\b/.test(type);

function keep(request, body) {
  const kind = createHash('sha1').update(structure(body)).digest('hex').slice(0, 12);
  const count = (kinds.get(kind) ?? 0) + 1;
  kinds.set(kind, count);
  if (count > KEPT_OF_A_KIND) return;
  const file = `${kind}-${count}.xml`;
  writeFileSync(join(folder, file), body);
  appendFileSync(join(folder, 'index'), `${file} ${request}\n`);
}

/** Which elements are in which, with which attributes. */
function structure(xml) {
  const found = new Set();
  const open = [];
  for (const [, end, name, attributes, empty] of xml.matchAll(/<(\/?)([\w:]+)((?:[^>"]|"[^"]*")*?)(\/?)>/g)) {
    if (end) {
      open.pop();
      continue;
    }
    const names = [...attributes.matchAll(/([\w:]+)="/g)].map(([, attribute]) => attribute);
    found.add(`${open.at(-1) ?? ''}>${name} ${names.join()}${empty}`);
    if (!empty) open.push(name);
  }
  return [...found].sort().join('\n');
}

const recorder = http.createServer((req, res) => {
  const { method, url, headers } = req;
  const out = http.request({ host: server.hostname, port: server.port, method, path: url, headers }, (answer) => {
    res.writeHead(answer.statusCode, answer.rawHeaders);
    answer.pipe(res);
    if (!isOfCmis(answer.headers['content-type'])) return;
    const pieces = [];
    let length = 0;
    answer.on('data', (piece) => {
      length += piece.length;
      if (length <= LONGEST) pieces.push(piece);
    });
    answer.on('end', () => {
      if (length === 0 || length > LONGEST) return;
      const bytes = Buffer.concat(pieces);
      const isPacked = answer.headers['content-encoding'] === 'gzip';
      keep(`${answer.statusCode} ${method} ${url}`, (isPacked ? gunzipSync(bytes) : bytes).toString());
    });
  });
  out.on('error', () => res.destroy());
  res.on('close', () => out.destroy());
  req.pipe(out);
});
recorder.keepAliveTimeout = 60_000;
recorder.listen(0, '127.0.0.1', () => console.log(`listens on http://127.0.0.1:${recorder.address().port}`));
