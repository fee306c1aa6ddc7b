import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { action } from '../../../shared/adapters/actions/logicApp';
import { guardedNetwork } from '../../../shared/adapters/network/guardedNetwork';
import type { Delivery } from '../../../shared/flows/delivery';
import { workflowAction } from '../../flows/support/exportWorld';

const requests: { url: string; headers: IncomingMessage['headers']; body: string }[] = [];
let answer: { status: number; headers?: Record<string, string> } = { status: 202 };
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    requests.push({ url: request.url!, headers: request.headers, body: Buffer.concat(chunks).toString() });
    const status = request.url!.includes('bad') ? 400 : answer.status;
    response.writeHead(status, answer.headers).end();
  });
});
let base: string;
beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());
beforeEach(() => {
  requests.length = 0;
  answer = { status: 202 };
});

const path = '/workflows/0/triggers/manual/paths/invoke?api-version=2016-06-01&sp=%2Ftriggers&sv=1.0&sig=very-secret';
const delivery: Delivery = { deliveryId: 'id-1', body: { Severity: 'High', text: 'ä "quoted"' } };
const send = (secret: string | undefined = `${base}${path}`, deliveries = [delivery]) =>
  action.send({ ...guardedNetwork(['127.0.0.0/8']), secret }, workflowAction, deliveries);

test('the event is posted as JSON to the callback URI, as it is stored', async () => {
  expect(await send()).toEqual([{ ok: true, httpStatus: 202 }]);
  expect(requests).toHaveLength(1);
  expect(requests[0]!.url).toBe(path);
  expect(requests[0]!.headers).toMatchObject({
    'content-type': 'application/json; charset=utf-8',
    'x-skywarden-delivery': 'id-1',
  });
  expect(JSON.parse(requests[0]!.body)).toEqual(delivery.body);
});

test('a receiver that knows the URI can check the signature', async () => {
  await send();
  const { headers, body } = requests[0]!;
  const expected = createHmac('sha256', `${base}${path}`).update(body).digest('hex');
  expect(headers['x-skywarden-signature']).toBe(`sha256=${expected}`);
});

test.each([
  [200, true, undefined],
  [201, true, undefined],
  [204, true, undefined],
  [301, false, false],
  [400, false, false],
  [401, false, false],
  [404, false, false],
  [408, false, true],
  [410, false, false],
  [429, false, true],
  [500, false, true],
  [503, false, true],
])('an answer of %s: taken %s, to be tried again %s', async (status, ok, retryable) => {
  answer = { status };
  expect(await send()).toMatchObject([{ ok, httpStatus: status, ...(retryable !== undefined && { retryable }) }]);
});

test('the wait that the workflow asks for is passed on', async () => {
  answer = { status: 429, headers: { 'retry-after': '33' } };
  expect(await send()).toMatchObject([{ retryable: true, retryAfterSeconds: 33 }]);
});

test('nobody there: to be tried again, and the reason shows nothing of the URI', async () => {
  const results = await send('http://127.0.0.1:1/?sig=very-secret');
  expect(results).toMatchObject([{ ok: false, retryable: true }]);
  expect(JSON.stringify(results)).not.toContain('very-secret');
});

test('a URI that is none and a private one are refused', async () => {
  for (const secret of ['http://very-secret:x:y', 'http://169.254.169.254/?sig=very-secret', 'file:///very-secret']) {
    const results = await send(secret);
    expect(results).toMatchObject([{ ok: false, retryable: false }]);
    expect(JSON.stringify(results)).not.toContain('very-secret');
  }
});

test('without its URI there is nothing to try', async () => {
  expect(await action.send({ ...guardedNetwork([]), secret: undefined }, workflowAction, [delivery])).toMatchObject([
    { ok: false, retryable: false },
  ]);
});
