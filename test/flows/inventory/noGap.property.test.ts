import fc from 'fast-check';
import { Throttled } from '../../../shared/flows/ports/portErrors';
import { account, accountId, cloud } from './cloud';

type Step =
  | { act: 'put'; name: string; size: number }
  | { act: 'delete'; name: string }
  | { act: 'run'; failing: number[] }
  | { act: 'wait'; minutes: number };

const name = fc.constantFrom('a', 'b', 'c', 'd', 'e');
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ act: fc.constant('put' as const), name, size: fc.nat(9) }),
  fc.record({ act: fc.constant('delete' as const), name }),
  fc.record({ act: fc.constant('run' as const), failing: fc.array(fc.nat(20), { maxLength: 3 }) }),
  fc.record({ act: fc.constant('wait' as const), minutes: fc.integer({ min: 1, max: 90 }) }),
);

async function play(steps: readonly Step[]) {
  const played = cloud();
  const { azure, run, later, change, ports, work } = played;
  const there = new Map<string, number>();
  const show = () =>
    azure.tables.set(
      'resources',
      [...there].map(([one, size]) => account(one, { size })),
    );
  for (const taken of steps) {
    later(1);
    if (taken.act === 'wait') later(taken.minutes);
    if (taken.act === 'put') {
      change(there.has(taken.name) ? 'Update' : 'Create', accountId(taken.name));
      there.set(taken.name, taken.size);
    }
    if (taken.act === 'delete' && there.delete(taken.name)) change('Delete', accountId(taken.name));
    show();
    if (taken.act === 'run') {
      const first = azure.queries.length;
      azure.before.query = (_query, count) => {
        if (taken.failing.includes(count - first)) throw count % 2 ? new Throttled(5) : new Error('The process ended');
        return undefined;
      };
      // What was on the queue when the process ended comes again with the timer.
      await run().catch(() => work.splice(0));
    }
  }
  delete azure.before.query;
  const stored = async (): Promise<Map<string, unknown>> => {
    const filter = { scope: '/', type: 'Microsoft.Storage/storageAccounts' };
    const { items } = await ports.resources.list(filter, { top: 100 });
    return new Map(items.map(({ resource }) => [resource.name, resource.properties['size']] as const));
  };
  return { ...played, there, stored };
}

const sorted = (map: ReadonlyMap<string, unknown>) => [...map].sort(([one], [other]) => (one < other ? -1 : 1));

test('whatever fails in between, what is stored is what is there when the changes were read', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      const { run, later, there, stored } = await play(steps);
      for (let times = 0; times < 2; times += 1) {
        later(5);
        await run();
      }
      expect(sorted(await stored())).toEqual(sorted(there));
    }),
    { numRuns: 150 },
  );
});

test('a run that finds no change removes nothing and changes nothing', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 15 }), async (steps) => {
      const { run, later, stored } = await play(steps);
      for (let times = 0; times < 2; times += 1) {
        later(5);
        await run();
      }
      const before = sorted(await stored());
      later(30);
      await run();
      expect(sorted(await stored())).toEqual(before);
    }),
    { numRuns: 50 },
  );
});
