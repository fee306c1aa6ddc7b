import { indicatorLists } from '../../content/indicators.generated';
import { indicatorCases } from '../../shared/core/detect/intel/indicatorCases';
import { createIndicatorDetector } from '../../shared/core/detect/intel/indicatorDetector';
import { parseIndicatorCsv } from '../../shared/core/detect/intel/parseIndicators';
import { eventsOf } from './eventsOf';

const indicators = indicatorLists.flatMap(({ file, text }) => parseIndicatorCsv(file, text).indicators);
const detector = createIndicatorDetector(indicators);
const told = indicatorCases.flatMap(({ name, body, severity }) =>
  severity === undefined ? [] : [{ name, body, severity }],
);

it.each(told)('$name: $severity', ({ body, severity }) => {
  expect(detector.observe(eventsOf([body])).map(({ rule }) => rule.severity)).toEqual([severity]);
});

it('keeps two machines behind one network device apart, and two days of one machine in one finding each', () => {
  const record = (tuples: string[]) =>
    JSON.stringify({
      records: [
        {
          time: '2026-11-21T08:01:00Z',
          category: 'NetworkSecurityGroupFlowEvent',
          properties: { Version: 2, flows: [{ rule: 'r', flows: [{ mac: 'm', flowTuples: tuples }] }] },
        },
      ],
    });
  const findings = detector.observe(
    eventsOf([
      record([
        '1795248012,10.0.0.4,203.0.113.66,4711,443,T,O,A,B,,,,',
        '1795248013,10.0.0.5,203.0.113.66,4711,443,T,O,A,B,,,,',
        '1795248014,10.0.0.4,203.0.113.66,4712,443,T,O,A,B,,,,',
      ]),
    ]),
  );
  expect(findings.map(({ compromisedEntity }) => compromisedEntity)).toEqual(['10.0.0.4', '10.0.0.5', '10.0.0.4']);
  expect(new Set(findings.map(({ entityKey }) => entityKey)).size).toBe(2);
});
