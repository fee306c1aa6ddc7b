import { type SampleBundle, sampleFindings } from '../core/alert/samples/sampleFindings';
import type { Ports } from './ports';
import { raiseAlerts } from './raiseAlerts';
import type { Home } from './saveSnapshots';

/** Raises the sample alerts of these bundles; `run` tells this time from others. Answers how many there are. */
export function simulateAlerts(
  ports: Pick<Ports, 'now' | 'findings' | 'alertSettings'>,
  home: Pick<Home, 'subscriptionId' | 'location' | 'workspaceId'>,
  { subscriptionId, bundles, run }: { subscriptionId: string; bundles: readonly SampleBundle[]; run: string },
): Promise<number> {
  const time = ports.now().toISOString();
  return raiseAlerts(
    ports,
    home,
    bundles.flatMap((bundle) => sampleFindings(bundle, { subscriptionId, run, time })),
  );
}
