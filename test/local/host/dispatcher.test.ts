import { type DispatcherPorts, createDispatcher } from '../../../local/host/dispatcher';
import type { FunctionDefinition } from '../../../local/host/functionDefinition';

const trigger = { type: 'eventHubTrigger', direction: 'in' as const, name: 't' };
const metadata = { name: 'f', bindings: { t: trigger } };
const definition: FunctionDefinition = {
  name: 'f',
  metadata,
  callback: () => undefined,
  trigger,
  inputs: [],
  outputs: [],
  disabled: false,
};
const endless: FunctionDefinition = {
  ...definition,
  retry: { strategy: 'fixedDelay', maxRetryCount: -1, delay: 3_600_000 },
};
const work = { input: {}, metadata: {}, bindingData: {} };

function dispatcher(ports: Partial<DispatcherPorts>) {
  return createDispatcher(['f'], {
    invoke: async ({ name }) => ({ invocationId: name, answered: true }),
    readInputs: async () => [],
    writeOutputs: async () => undefined,
    log: () => undefined,
    functionTimeout: undefined,
    ...ports,
  });
}

test('a failing output fails the run', async () => {
  const { run, counters } = dispatcher({ writeOutputs: () => Promise.reject(new Error('queue is down')) });
  expect(await run(definition, work)).toEqual({ status: 'failed', error: new Error('queue is down') });
  expect(counters()).toEqual({ f: { invocations: 1, failures: 1, running: 0, lastError: 'queue is down' } });
});

test('outputs are not written after a failure', async () => {
  const writeOutputs = jest.fn();
  const { run } = dispatcher({ invoke: () => Promise.reject(new Error('no')), writeOutputs });
  await run(definition, work);
  expect(writeOutputs).not.toHaveBeenCalled();
});

test('a drain ends a waiting retry, and the run says that it was stopped', async () => {
  let failed = (): void => undefined;
  const firstFailure = new Promise<void>((resolve) => (failed = resolve));
  const { run, drain, running } = dispatcher({
    invoke: () => {
      failed();
      return Promise.reject(new Error('no'));
    },
  });
  const outcome = run(endless, work);
  await firstFailure;
  await drain();
  expect([await outcome, running()]).toEqual([{ status: 'stopped' }, 0]);
});

test('a drain waits for a running attempt, and its success counts', async () => {
  let finish = (): void => undefined;
  const { run, drain } = dispatcher({
    invoke: () => new Promise((resolve) => (finish = () => resolve({ invocationId: '1', answered: true }))),
  });
  const outcome = run(endless, work);
  let drained = false;
  const draining = drain().then(() => (drained = true));
  await new Promise(setImmediate);
  expect(drained).toBe(false);
  finish();
  await draining;
  expect((await outcome).status).toBe('succeeded');
});

test('every finished run is announced', async () => {
  const { run, onFinished, finished } = dispatcher({});
  const announced = jest.fn();
  const end = onFinished(announced);
  await run(definition, work);
  end();
  await run(definition, work);
  expect([announced.mock.calls.length, finished()]).toEqual([1, 2]);
});

test('something thrown that is no Error is a failure too', async () => {
  const { run } = dispatcher({ invoke: () => Promise.reject('just text') });
  expect(await run(definition, work)).toEqual({ status: 'failed', error: new Error('just text') });
});
