import { changeAlertStatus } from '../../shared/flows/changeAlertStatus';
import { Conflict } from '../../shared/flows/ports/portErrors';
import { memoryPorts } from '../doubles/memoryPorts';
import { alertDocument, machine, subscriptionId } from '../http/support/samples';

const document = alertDocument(machine, 1);
const change = { subscriptionId, guid: document.alert.guid, status: 'Dismissed' } as const;

async function stored() {
  const memory = memoryPorts();
  await memory.ports.findings.save([document]);
  return memory;
}

test('an alert that is not there changes nothing', async () => {
  expect(await changeAlertStatus(memoryPorts().ports, change)).toBeUndefined();
});

test('alert and outbox document are written in one batch under the next version', async () => {
  const memory = await stored();
  const { ports, clock } = memory;
  await changeAlertStatus(ports, change);
  const [alert, outbox] = memory.findings();
  expect(alert).toMatchObject({ version: 2, alert: { status: 'Dismissed' } });
  expect(outbox).toMatchObject({
    kind: 'outbox',
    id: `outbox|${document.id}|2`,
    itemId: document.id,
    version: 2,
    at: clock.now.toISOString(),
    rootId: document.rootId,
    item: { of: 'alert', change: 'updated' },
  });
});

test('what changed between reading and writing is kept: the change is redone on it', async () => {
  const memory = await stored();
  const { ports } = memory;
  const save = ports.findings.save.bind(ports.findings);
  let raced = false;
  ports.findings.save = async (documents) => {
    if (!raced) {
      raced = true;
      const other = (await ports.findings.alert(subscriptionId, document.alert.guid))!;
      await save([{ ...other, version: 2, alert: { ...other.alert, occurrences: 7 } }]);
    }
    return save(documents);
  };
  await changeAlertStatus(ports, change);
  expect(memory.findings()[0]).toMatchObject({ version: 3, alert: { status: 'Dismissed', occurrences: 7 } });
});

test('a writer that loses every time gives the conflict back', async () => {
  const { ports } = await stored();
  ports.findings.save = () => Promise.reject(new Conflict('lost'));
  await expect(changeAlertStatus(ports, change)).rejects.toThrow(Conflict);
});

test('who closes an alert says what it was, if only by the way it is closed, and is counted once', async () => {
  const memory = await stored();
  const { ports } = memory;
  const close = (status: 'Resolved' | 'Dismissed' | 'Active', verdict?: 'BenignPositive') =>
    changeAlertStatus(ports, { ...change, status, verdict });
  await close('Resolved');
  await close('Resolved');
  await close('Resolved', 'BenignPositive');
  await close('Dismissed');
  const closed = (await close('Dismissed'))!.alert;
  expect(closed.verdict).toEqual({ value: 'FalsePositive', at: memory.clock.now.toISOString() });
  expect((await close('Active'))!.alert).not.toHaveProperty('verdict');
  expect(memory.metered.closed.map(({ verdict }) => verdict)).toEqual([
    'TruePositive',
    'BenignPositive',
    'FalsePositive',
  ]);
});
