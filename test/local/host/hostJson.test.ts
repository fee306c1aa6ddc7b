import { parseHostJson } from '../../../local/host/hostJson';
import { createSettings } from '../../../local/host/settings';

const none = createSettings({});

test("an empty host.json has Azure's defaults", () => {
  const { extensions, functionTimeout } = parseHostJson({ version: '2.0' }, none);
  expect(functionTimeout).toBe(1_800_000);
  expect(extensions.eventHubs).toEqual({
    maxEventBatchSize: 100,
    minEventBatchSize: 1,
    maxWaitTime: 60_000,
    batchCheckpointFrequency: 1,
    prefetchCount: 300,
    initialOffsetOptions: { type: 'fromStart', enqueuedTimeUtc: '' },
  });
  expect(extensions.queues).toEqual({
    batchSize: 16,
    maxDequeueCount: 5,
    visibilityTimeout: 0,
    maxPollingInterval: 60_000,
    messageEncoding: 'base64',
  });
  expect(extensions.http.routePrefix).toBe('api');
});

test('a setting overrides host.json whatever its case', () => {
  const settings = createSettings({
    azurefunctionsjobhost__extensions__eventhubs__maxEventBatchSize: '500',
    AzureFunctionsJobHost__extensions__http__routePrefix: '',
  });
  const raw = { version: '2.0', extensions: { eventHubs: { maxEventBatchSize: 10, prefetchCount: 20 } } };
  const { eventHubs, http } = parseHostJson(raw, settings).extensions;
  expect([eventHubs.maxEventBatchSize, eventHubs.prefetchCount, http.routePrefix]).toEqual([500, 20, '']);
});

test('an unbounded functionTimeout is undefined', () => {
  expect(parseHostJson({ version: '2.0', functionTimeout: '-1' }, none).functionTimeout).toBeUndefined();
});

test('all faults are named in one message', () => {
  const raw = { version: '1.0', functionTimeout: 'soon', extensions: { queues: { batchSize: 33 } } };
  expect(() => parseHostJson(raw, none)).toThrow(/version[\s\S]*functionTimeout[\s\S]*batchSize|host\.json is wrong/);
});
