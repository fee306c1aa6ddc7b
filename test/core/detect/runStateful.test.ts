import type { Observation, StatefulDetector } from '../../../shared/core/detect/detector';
import { profileKey, runStateful } from '../../../shared/core/detect/runStateful';

const observation = (detector: string, entityKey: string, eventId: string): Observation => ({
  detector,
  entityKey,
  time: '2026-03-02T08:00:00.000Z',
  resourceId: '',
  eventId,
  data: {},
});

const counter: StatefulDetector = {
  id: 'counter',
  keyOf: () => [],
  observe: (_key, observations, state) => ({
    findings: [],
    state: { count: Number(state?.count ?? 0) + observations.length },
  }),
  cases: [],
};
const broken: StatefulDetector = {
  ...counter,
  id: 'broken',
  observe: () => {
    throw new Error('no');
  },
};

describe('runStateful', () => {
  it('hands each detector what is about one entity, with what it remembered', () => {
    const states = new Map([[profileKey('counter', 'a'), { count: 5 }]]);
    const observations = ['a', 'b', 'a'].map((key, at) => observation('counter', key, `e${at}`));
    const run = runStateful([counter], observations, states);
    expect([...run.states]).toEqual([
      [profileKey('counter', 'a'), { count: 7 }],
      [profileKey('counter', 'b'), { count: 1 }],
    ]);
    expect(states.get(profileKey('counter', 'a'))).toEqual({ count: 5 });
  });

  it('names a detector that throws, keeps its state and runs the others', () => {
    const run = runStateful(
      [broken, counter],
      [observation('broken', 'a', 'e1'), observation('counter', 'a', 'e1')],
      new Map(),
    );
    expect(run.failed).toEqual([{ detector: 'broken', entityKey: 'a', reason: 'Error: no' }]);
    expect([...run.states.keys()]).toEqual([profileKey('counter', 'a')]);
  });

  it('leaves out what is for a detector that is gone', () => {
    expect(runStateful([counter], [observation('gone', 'a', 'e1')], new Map())).toEqual({
      findings: [],
      states: new Map(),
      failed: [],
    });
  });
});
