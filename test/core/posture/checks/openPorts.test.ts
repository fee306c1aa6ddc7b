import fc from 'fast-check';
import { internetAccess } from '../../../../shared/core/posture/checks/nsg';
import { countPorts, openPorts } from '../../../../shared/core/posture/checks/openPorts';
import type { InboundRule } from '../../../../shared/core/posture/checks/securityRules';

const rule = (
  priority: number,
  access: InboundRule['access'],
  ...destinationPorts: [number, number][]
): InboundRule => ({
  name: `r${priority}`,
  priority,
  access,
  protocol: 'tcp',
  sources: ['*'],
  destinations: ['*'],
  sourcePorts: [{ from: 0, to: 65_535 }],
  destinationPorts: destinationPorts.map(([from, to]) => ({ from, to })),
});

test('what an earlier rule denies is not open', () => {
  const rules = [rule(100, 'deny', [1000, 2000]), rule(200, 'allow', [443, 443], [1500, 2500])];
  expect(openPorts([rules], 'tcp')).toEqual([
    { from: 443, to: 443 },
    { from: 2001, to: 2500 },
  ]);
  expect(openPorts([rules], 'udp')).toEqual([]);
});

test('two groups let in what both let in', () => {
  const open = openPorts([[rule(100, 'allow', [0, 65_535])], [rule(100, 'allow', [80, 90])]], 'tcp');
  expect(open).toEqual([{ from: 80, to: 90 }]);
  expect(countPorts(open)).toBe(11);
});

test('all ports are 65,536', () => {
  expect(countPorts(openPorts([[rule(100, 'allow', [0, 65_535])]], 'tcp'))).toBe(65_536);
});

test('a port is in a range exactly when the rules let the Internet in at it', () => {
  const port = fc.integer({ min: 0, max: 65_535 });
  const range = fc.tuple(port, port).map(([a, b]): [number, number] => [Math.min(a, b), Math.max(a, b)]);
  const rules = fc.array(
    fc.tuple(fc.constantFrom('allow' as const, 'deny' as const), fc.array(range, { minLength: 1, maxLength: 3 })),
    { maxLength: 6 },
  );
  fc.assert(
    fc.property(rules, port, (drawn, asked) => {
      const built = drawn.map(([access, ranges], at) => rule(100 + at, access, ...ranges));
      const open = openPorts([built], 'tcp').some(({ from, to }) => from <= asked && asked <= to);
      expect(open).toBe(internetAccess(built, asked, 'tcp').access === 'allow');
    }),
    { numRuns: 200 },
  );
});
