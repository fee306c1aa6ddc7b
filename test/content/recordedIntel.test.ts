import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openIntel, compileIntel } from '../../shared/core/detect/intel/compiledIntel';
import { itemsIn } from '../../shared/core/detect/intel/feedText';
import { createIndicatorDetector } from '../../shared/core/detect/intel/indicatorDetector';
import { createIndicatorIndex } from '../../shared/core/detect/intel/indicatorIndex';
import type { FeedFormat } from '../../shared/model/intelFeed';
import { eventsOf } from './eventsOf';

/** Recorded telemetry and public lists beside the checkout, which are no part of the project: without them these tests are skipped. */
const folder = join(__dirname, '../../../shared/telemetry');
const here = existsSync(folder);
if (!here) console.warn(`Recorded telemetry is not at ${folder}: its tests are skipped`);
const given = here ? describe : describe.skip;

const at = '2026-11-21T12:00:00.000Z';
const read = (name: string) => readFileSync(join(folder, name), 'utf8');
const items = (name: string, format: FeedFormat) => itemsIn(read(name), { feed: name, format, at });

given('public lists', () => {
  it('are read whole', () => {
    const ipsum = items('ti/ipsum_level3_sample.txt', 'plain');
    expect([ipsum.items.length, ipsum.rejected.length]).toEqual([7109, 0]);
    expect(items('ti/taxii21_envelope_medallion.json', 'taxii').items.length).toBeGreaterThan(0);
    for (const name of ['microsoft-azure', 'public-dns-v4'])
      expect(items(`ti/misp_warninglist_${name}.json`, 'warningList').items[0]!.list!.list.length).toBeGreaterThan(100);
  });

  it('name many addresses of recorded flows, all of them probes that were denied: none of them is an alert', () => {
    const lists = ['microsoft-azure', 'public-dns-v4'].map(
      (name) => items(`ti/misp_warninglist_${name}.json`, 'warningList').items[0]!.list!,
    );
    const { index } = openIntel(
      compileIntel({
        builtAt: at,
        index: createIndicatorIndex(
          items('ti/ipsum_level3_sample.txt', 'plain').items.flatMap((one) => one.indicators),
        ),
        allowed: lists,
        shared: [],
      }),
    );
    const events = eventsOf(['azure/nsg_flow_v2_records.json', 'azure/vnet_flow_v4_records.json'].map(read));
    const named = events.filter(({ entities, time }) => entities.some((entity) => index.find(entity, time)));
    console.log(`${named.length} of ${events.length} recorded flows name a listed address`);
    expect(named.length).toBeGreaterThan(20);
    const detector = createIndicatorDetector((entity, time) => index.find(entity, time));
    expect(detector.observe(events)).toEqual([]);
  });
});
