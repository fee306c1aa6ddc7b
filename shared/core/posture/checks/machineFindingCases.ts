import { type MachineFinding, machineFindingType } from '../../../model/machineFinding';
import type { Resource } from '../../../model/resource';
import { sampleVm } from './machineCases';
import { sampleExtension } from './sampleResource';

export const scannedMachine = sampleVm('Linux');

/** A finding of a scanner for cases; by itself a scan that found nothing. */
export const sampleFinding = (name: string, part: Partial<MachineFinding> = {}): Resource =>
  sampleExtension(scannedMachine, machineFindingType, name, {
    scanner: 'qualys',
    lastSeen: '2026-11-20',
    status: 'Clean',
    ...part,
  });

export const openFinding = sampleFinding('zlib', {
  ids: ['CVE-2026-0001'],
  severity: 'High',
  title: 'zlib is old',
  status: 'Open',
});

/** A finding as Defender for Cloud exports it. */
export const sampleSubAssessment = (code: string, assessedResourceType = 'ServerVulnerability'): Resource => ({
  id: `${scannedMachine.id}/providers/Microsoft.Security/assessments/1195afff-c881-495e-9bc5-1486211ae03f/subAssessments/f1`,
  name: 'f1',
  type: 'Microsoft.Security/assessments/subAssessments',
  properties: {
    id: '178227',
    displayName: 'OpenSSH security update',
    status: { code, severity: 'Medium' },
    additionalData: { assessedResourceType, patchable: true },
  },
});
