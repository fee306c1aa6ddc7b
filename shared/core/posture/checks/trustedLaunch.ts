import type { Resource } from '../../../model/resource';
import { type System, systemOf } from './machine';
import { partialVm, sampleVm } from './machineCases';
import {
  healthy,
  notApplicable,
  type Recommendation,
  type RecommendationCase,
  unhealthy,
  unknown,
} from '../recommendation';
import { flagAt, valueAt, wordAt } from './setting';

const securityTypes = ['trustedlaunch', 'confidentialvm'];

/** Whether the machine starts in a way that can be trusted: undefined when the snapshot does not tell. */
export function startsTrusted({ properties }: Resource): boolean | undefined {
  const type = wordAt(properties, 'securityProfile.securityType');
  if (type !== undefined) return securityTypes.includes(type);
  // ARM leaves the profile out of machines of generation 1 and of those made without it.
  return valueAt(properties, 'storageProfile') === undefined ? undefined : false;
}

/** Judges a setting of the firmware of machines with trusted launch; other machines do not have it. */
export function judgeFirmware(setting: 'secureBootEnabled' | 'vTpmEnabled', only?: System): Recommendation['judge'] {
  return (machine) => {
    const system = systemOf(machine);
    const trusted = startsTrusted(machine);
    if (!system || trusted === undefined)
      return unknown('PropertyMissing', 'The snapshot does not tell how it starts.');
    if (only && system !== only) return notApplicable('OtherSystem', `The machine runs ${system}.`);
    if (!trusted) return notApplicable('NoTrustedLaunch', 'The machine was made without trusted launch.');
    const enabled = flagAt(machine.properties, `securityProfile.uefiSettings.${setting}`);
    if (enabled === undefined) return unknown('PropertyMissing', `The snapshot does not hold ${setting}.`);
    return enabled ? healthy() : unhealthy('FirmwareSettingOff', `${setting} is false.`);
  };
}

export const trustedVm = (system: System, uefiSettings: object): Resource =>
  sampleVm(system, { securityProfile: { securityType: 'TrustedLaunch', uefiSettings } });

export function firmwareCases(setting: string, only?: System): RecommendationCase[] {
  const system = only ?? 'Linux';
  const other = system === 'Linux' ? 'Windows' : 'Linux';
  return [
    { name: 'on', resource: trustedVm(system, { [setting]: true }), expect: 'Healthy' },
    { name: 'off', resource: trustedVm(system, { [setting]: false }), expect: 'Unhealthy' },
    { name: 'not in the snapshot', resource: trustedVm(system, {}), expect: 'Unknown' },
    { name: 'a machine without trusted launch', resource: sampleVm(system), expect: 'NotApplicable' },
    {
      name: 'another system',
      resource: trustedVm(other, { [setting]: false }),
      expect: only ? 'NotApplicable' : 'Unhealthy',
    },
    { name: 'a partial snapshot', resource: partialVm, expect: 'Unknown' },
  ];
}
