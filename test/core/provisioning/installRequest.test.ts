import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installRequest } from '../../../shared/core/provisioning/installRequest';
import { sampleArcMachine, sampleVm } from '../../../shared/core/posture/checks/machineCases';

const installation = {
  url: 'https://sky.example.com',
  cloud: 'Public' as const,
  sha256: 'a'.repeat(64),
  token: 'eyJpZCI6.c2ln',
};
const linux = { ...sampleVm('Linux'), location: 'westeurope' };
const windows = { ...sampleArcMachine('Windows'), location: 'westeurope' };

const scriptOf = (request: ReturnType<typeof installRequest>): string =>
  (request!.body['properties'] as { source: { script: string } }).source.script;

test('a virtual machine gets a managed run command, the token as a protected parameter only', () => {
  const request = installRequest(linux, 'Linux', installation);
  expect(request).toMatchObject({
    method: 'PUT',
    path: `${linux.id}/runCommands/SkywardenAgent`,
    apiVersion: '2024-07-01',
    body: {
      location: 'westeurope',
      properties: {
        protectedParameters: [{ name: 'SKYWARDEN_TOKEN', value: installation.token }],
        treatFailureAsDeploymentFailure: true,
        asyncExecution: false,
      },
    },
  });
  expect(scriptOf(request)).not.toContain(installation.token);
  expect(scriptOf(request)).toContain(`--resource-id '${linux.id}'`);
  expect(scriptOf(request)).not.toContain('sudo');
});

test('a machine connected by Arc gets its own kind, and Windows takes the token as a parameter', () => {
  const request = installRequest(windows, 'Windows', installation);
  expect(request).toMatchObject({ path: `${windows.id}/runCommands/SkywardenAgent`, apiVersion: '2024-07-31-preview' });
  expect(scriptOf(request).split('\n')[0]).toBe('param([string]$SKYWARDEN_TOKEN)');
  expect(scriptOf(request)).toContain('$t = $SKYWARDEN_TOKEN;');
  expect(scriptOf(request)).not.toContain(installation.token);
});

test('what has no run commands, or no region, gets none', () => {
  expect(installRequest({ ...linux, type: 'Microsoft.Compute/virtualMachineScaleSets' }, 'Linux', installation)).toBe(
    undefined,
  );
  const { location: _, ...nowhere } = linux;
  expect(installRequest(nowhere, 'Linux', installation)).toBeUndefined();
});

test('the script of Linux is one that a shell understands, and sends the token of its environment', () => {
  const folder = mkdtempSync(join(tmpdir(), 'skywarden-'));
  // A stand-in for curl that shows what it was told, and fails.
  const curl = `#!/bin/sh\nfor word in "$@"; do case $word in @*) cat "\${word#@}";; esac; done\nexit 22\n`;
  writeFileSync(join(folder, 'curl'), curl, { mode: 0o755 });
  const ran = spawnSync('sh', ['-c', scriptOf(installRequest(linux, 'Linux', installation))], {
    encoding: 'utf8',
    env: { PATH: `${folder}:${process.env['PATH']}`, SKYWARDEN_TOKEN: installation.token },
  });
  expect(ran.stdout).toBe(`Authorization: SKYWARDEN-ONBOARDING ${installation.token}`);
  expect(ran.status).toBe(22);
  rmSync(folder, { recursive: true });
});
