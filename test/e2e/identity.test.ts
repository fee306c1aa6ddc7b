import { sampleAssignment, samplePrincipal } from '../../shared/core/posture/checks/accountCases';
import { sampleExtension, sampleSubscription } from '../../shared/core/posture/checks/sampleResource';
import type { Resource } from '../../shared/model/resource';
import { armSecurity } from './support/armSecurity';
import { homeSubscription, newPlace, type RunningPlatform, startPlatform } from './support/platform';
import { send } from './support/send';
import { until } from './support/until';

interface Assessment {
  id: string;
  displayName: string;
  status: { code: string; cause?: string };
}
interface Control {
  displayName: string;
  current: number;
  max: number;
}

const mfa = 'Accounts with owner permissions on Azure resources should be MFA enabled';
const plan = 'Microsoft Defender for Key Vault should be enabled';

/** The samples, in the subscription of the platform. */
const here = (resource: Resource): Resource =>
  JSON.parse(
    JSON.stringify(resource).replaceAll(sampleSubscription.id, `/subscriptions/${homeSubscription}`),
  ) as Resource;

const verdictOf = async (platform: RunningPlatform, name: string) =>
  (await armSecurity<Assessment>(platform, 'assessments')).find(({ displayName }) => displayName === name);

describe('a subscription with two owners, one of whom has no second factor', () => {
  let platform: RunningPlatform;
  const owner = (mfaRegistered: boolean) =>
    here(samplePrincipal(2, { userType: 'Member', accountEnabled: true, mfaRegistered }));

  beforeAll(async () => {
    platform = await startPlatform(await newPlace());
    await send(
      platform,
      [
        sampleSubscription,
        sampleAssignment(1, 'owner'),
        sampleAssignment(2, 'owner'),
        samplePrincipal(1, { userType: 'Member', accountEnabled: true, mfaRegistered: true }),
        sampleExtension(sampleSubscription, 'Microsoft.Security/pricings', 'KeyVaults', { pricingTier: 'Free' }),
      ].map(here),
    );
    await send(platform, [owner(false)]);
  }, 90_000);

  afterAll(async () => {
    await platform?.stop();
  }, 30_000);

  it('fails the recommendation about owners without one, and its control', async () => {
    const verdict = await until('the verdict', async () => {
      const found = await verdictOf(platform, mfa);
      return found?.status.code === 'Unhealthy' ? found : undefined;
    });
    expect(verdict.id.toLowerCase()).toMatch(
      new RegExp(`^/subscriptions/${homeSubscription}/providers/microsoft.security/`),
    );
    await until('the control', async () => {
      const controls = await armSecurity<Control>(platform, 'controls');
      const found = controls.find(({ displayName }) => displayName === 'Enable MFA');
      return found?.max === 10 && found.current === 0 ? found : undefined;
    });
  }, 60_000);

  it('is told which plans are off', async () => {
    expect(await verdictOf(platform, plan)).toMatchObject({ status: { code: 'Unhealthy', cause: 'PlanOff' } });
  });

  it('passes once the owner has registered a second factor', async () => {
    await send(platform, [owner(true)]);
    const verdict = await until('the healthy verdict', async () => {
      const found = await verdictOf(platform, mfa);
      return found?.status.code === 'Healthy' ? found : undefined;
    });
    expect(verdict.status.cause ?? '').toBe('');
  }, 60_000);
});
