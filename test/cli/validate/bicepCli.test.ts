import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileBicep } from '../../../cli/validate/bicepCli';

test('a tool that does not come to an end is stopped', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'bicep-'));
  writeFileSync(join(folder, 'bicep'), '#!/bin/sh\nexec sleep 60\n', { mode: 0o755 });
  const compiling = compileBicep('main.bicep', { PATH: `${folder}:/usr/bin:/bin` }, 200);
  await expect(compiling).rejects.toMatchObject({ name: 'Rejected', code: 'BicepTimeout' });
  rmSync(folder, { recursive: true });
});
