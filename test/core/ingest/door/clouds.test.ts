import { cloudOf } from '../../../../shared/core/ingest/door/clouds';

test.each([
  ['https://management.azure.com', 'Public'],
  ['https://management.usgovcloudapi.net/', 'USGov'],
  ['https://127.0.0.1:7443', 'Public'],
])('Resource Manager at %s is of the cloud %s', (endpoint, cloud) => {
  expect(cloudOf(endpoint)).toBe(cloud);
});
