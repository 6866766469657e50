import { createHash, randomBytes } from 'node:crypto';

const AUTHORIZATION = `Basic ${Buffer.from('admin:admin').toString('base64')}`;

/** Thrown when nobody knows whether the server did what was asked. */
export class Unacknowledged extends Error {}

/** The few requests of the browser binding that the load is made of. */
export function browserClient(serverUrl) {
  const root = `${serverUrl}/cmis/1.1/browser/-default-/root`;

  const send = async (url, options) => {
    let answer;
    let body;
    try {
      answer = await fetch(url, { ...options, headers: { ...options?.headers, authorization: AUTHORIZATION } });
      body = Buffer.from(await answer.arrayBuffer());
    } catch (error) {
      throw new Unacknowledged(`${options?.method ?? 'GET'} ${url}`, { cause: error });
    }
    if (answer.status >= 500) throw new Unacknowledged(`${answer.status}: ${body.toString('utf8').slice(0, 300)}`);
    return { status: answer.status, body };
  };
  const accepted = ({ status, body }, what) => {
    if (status >= 400) throw new Error(`${what} was refused with ${status}: ${body.toString('utf8').slice(0, 300)}`);
    return body.length === 0 ? undefined : JSON.parse(body.toString('utf8'));
  };
  const post = async (path, fields, content) => {
    const form = multipart(fields, content);
    const options = { method: 'POST', body: form.body, headers: { 'content-type': form.type } };
    return accepted(await send(`${root}${path}`, options), fields.cmisaction);
  };
  const byId = (id) => `?objectId=${id}&succinct=true`;
  const read = (path, selector) => send(`${root}${path}&cmisselector=${selector}&succinct=true`);

  return {
    createFolder: (name) =>
      post('?succinct=true', { cmisaction: 'createFolder', ...properties({ ...FOLDER, 'cmis:name': name }) }),
    createDocument: async (path, { name, description, content }) => {
      const values = { ...DOCUMENT, 'cmis:name': name, 'cmis:description': description };
      return described(
        await post(`${path}?succinct=true`, { cmisaction: 'createDocument', ...properties(values) }, content),
      );
    },
    update: (id, { name, description }) =>
      post(byId(id), { cmisaction: 'update', ...properties({ 'cmis:name': name, 'cmis:description': description }) }),
    setContent: (id, content) => post(byId(id), { cmisaction: 'setContent', overwriteFlag: 'true' }, content),
    appendContent: (id, content) => post(byId(id), { cmisaction: 'appendContent', isLastChunk: 'true' }, content),
    delete: (id) => post(byId(id), { cmisaction: 'delete', allVersions: 'true' }),
    /** The document at a path or of an id, undefined when there is none. */
    find: async (path) => {
      const answer = await read(path.includes('?') ? path : `${path}?`, 'object');
      return answer.status === 404 ? undefined : described(accepted(answer, path));
    },
    children: async (path) => {
      const page = accepted(await read(`${path}?maxItems=100000`, 'children'), path);
      return page.objects.map(({ object }) => described(object));
    },
    /** SHA-256 of all bytes. */
    contentHash: async (id) => {
      const answer = await read(byId(id), 'content');
      if (answer.status !== 200) throw new Error(`The content of ${id} is answered with ${answer.status}.`);
      return createHash('sha256').update(answer.body).digest('hex');
    },
  };
}

const DOCUMENT = { 'cmis:objectTypeId': 'cmis:document' };
const FOLDER = { 'cmis:objectTypeId': 'cmis:folder' };

/** What a document shows of itself; its id without the version. */
function described({ succinctProperties: p }) {
  return {
    id: p['cmis:objectId'].split(';')[0],
    name: p['cmis:name'],
    description: p['cmis:description'],
    length: p['cmis:contentStreamLength'],
  };
}

function properties(values) {
  const fields = {};
  Object.entries(values).forEach(([id, value], index) => {
    fields[`propertyId[${index}]`] = id;
    fields[`propertyValue[${index}]`] = value;
  });
  return fields;
}

function multipart(fields, content) {
  const boundary = randomBytes(16).toString('hex');
  const parts = Object.entries(fields).map(([name, value]) =>
    Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`),
  );
  if (content) {
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="content"; filename="content.bin"\r\nContent-Type: application/octet-stream\r\n\r\n`;
    parts.push(Buffer.from(head), content, Buffer.from('\r\n'));
  }
  parts.push(Buffer.from(`--${boundary}--\r\n`));
  return { body: Buffer.concat(parts), type: `multipart/form-data; boundary=${boundary}` };
}
