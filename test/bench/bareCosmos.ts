import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { open } from 'lmdb';

interface Write {
  documents: [key: string, json: string][];
  answer: () => void;
}

/**
 * The least that the unmodified SDK takes for a durable Cosmos endpoint: upsert, read and batch over one lmdb table, the writes
 * that wait in one turn of the event loop in one synced commit. No signature, feed, ttl, etag or charge.
 */
export async function bareCosmos(folder: string): Promise<{ endpoint: string }> {
  const docs = open<Buffer, string>({ path: folder, encoding: 'binary', overlappingSync: false });
  let waiting: Write[] = [];
  let last = 0;

  function commit(): void {
    const writes = waiting;
    waiting = [];
    docs.transactionSync(() => {
      for (const { documents } of writes) for (const [key, json] of documents) docs.putSync(key, Buffer.from(json));
    });
    for (const { answer } of writes) answer();
  }
  const write = (documents: Write['documents'], answer: () => void) => {
    if (waiting.push({ documents, answer }) === 1) setImmediate(commit);
  };
  const send = (out: ServerResponse, status: number, body: string | Buffer) => {
    const headers = { 'content-type': 'application/json', 'x-ms-request-charge': '1', 'x-ms-activity-id': 'bare' };
    out.writeHead(status, { ...headers, etag: '"1"', 'content-length': Buffer.byteLength(body) }).end(body);
  };
  const stored = (body: { id: string }): [string, string] => {
    const system = { _rid: 'AQ==', _self: 'x', _etag: `"${++last}"`, _ts: Math.floor(Date.now() / 1000) };
    return [body.id, JSON.stringify({ ...body, ...system })];
  };

  const server = createServer((request, out) => {
    const path = request.url ?? '/';
    const location = { name: 'local', databaseAccountEndpoint: `http://${request.headers.host}/` };
    void text(request).then((body) => {
      if (path === '/') {
        const locations = { writableLocations: [location], readableLocations: [location] };
        const userConsistencyPolicy = { defaultConsistencyLevel: 'Session' };
        send(out, 200, JSON.stringify({ id: 'bare', ...locations, userConsistencyPolicy }));
      } else if (request.method === 'POST' && request.headers['x-ms-cosmos-is-batch-request']) {
        const operations = JSON.parse(body) as { resourceBody: { id: string } }[];
        const results = operations.map(() => ({ statusCode: 201, requestCharge: 1, eTag: '"1"' }));
        write(
          operations.map(({ resourceBody }) => stored(resourceBody)),
          () => send(out, 200, JSON.stringify(results)),
        );
      } else if (request.method === 'POST') {
        const document = stored(JSON.parse(body) as { id: string });
        write([document], () => send(out, 201, document[1]));
      } else {
        const found = docs.get(path.slice(path.lastIndexOf('/') + 1));
        if (path.includes('/docs/') && found) send(out, 200, found);
        else send(out, 200, '{"id":"bench","_rid":"AQ==","partitionKey":{"paths":["/pk"],"kind":"Hash","version":2}}');
      }
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return { endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}
