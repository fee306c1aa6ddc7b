import { createIndicatorDetector } from '../../../../shared/core/detect/intel/indicatorDetector';
import { parseIndicatorCsv } from '../../../../shared/core/detect/intel/parseIndicators';
import type { Entity } from '../../../../shared/model/entity';
import { processEvent } from '../telemetry';

const { indicators } = parseIndicatorCsv('list', 'ip,203.0.113.7,A server,90\ndomain,bad.example.com,,20');
const detector = createIndicatorDetector(indicators);
const ip: Entity = { type: 'ip', address: '203.0.113.7' };
const host: Entity = { type: 'host', hostName: 'vm-1' };

describe('the indicator detector', () => {
  it('names indicator, list and confidence, and puts the entity first', () => {
    expect(detector.observe([processEvent({}, { entities: [host, ip] })])).toMatchObject([
      {
        rule: { severity: 'High' },
        entityKey: expect.stringMatching(/^ip:203\.0\.113\.7\|\/subscriptions\//),
        entities: [ip, host],
        extendedProperties: { Indicator: '203.0.113.7', Feed: 'list', 'Indicator confidence': '90' },
      },
    ]);
  });

  it('finds a name in a field that no source made an entity of', () => {
    const [finding] = detector.observe([processEvent({ QueryName: 'x.bad.example.com' })]);
    expect(finding).toMatchObject({ rule: { severity: 'Low' }, extendedProperties: { Indicator: 'bad.example.com' } });
  });

  it('makes one finding of one indicator in one event', () => {
    expect(detector.observe([processEvent({}, { entities: [ip, { ...ip }] })])).toHaveLength(1);
  });

  it.each([{ action: 'Deny' }, { Action: 'BLOCKED' }, { res: 'failed' }, { properties: { Action: 'Drop' } }])(
    'is silent when the contact was stopped: %j',
    (fields) => {
      expect(detector.observe([processEvent(fields, { entities: [ip] })])).toEqual([]);
    },
  );
});
