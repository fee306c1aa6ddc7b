import { storageTarget } from '../../../../shared/core/ingest/pull/storageTarget';

test.each([
  ['https://flowlogs1.blob.core.windows.net/', 'https://flowlogs1.blob.core.windows.net'],
  ['https://FlowLogs1.Blob.Core.Windows.Net', 'https://flowlogs1.blob.core.windows.net'],
  ['https://flowlogs1.z12.blob.storage.azure.net', 'https://flowlogs1.z12.blob.storage.azure.net'],
  ['https://flowlogs1.blob.core.usgovcloudapi.net', 'https://flowlogs1.blob.core.usgovcloudapi.net'],
])('%s is a storage account', (text, target) => expect(storageTarget(text, [])).toBe(target));

test.each([
  'flowlogs1',
  'http://flowlogs1.blob.core.windows.net',
  'https://flowlogs1.blob.core.windows.net:8443',
  'https://flowlogs1.blob.core.windows.net/container',
  'https://flowlogs1.blob.core.windows.net/?sv=2022&sig=secret',
  'https://me:secret@flowlogs1.blob.core.windows.net',
  'https://flowlogs1.blob.core.windows.net.example.com',
  'https://blob.core.windows.net',
  'https://192.0.2.1/account',
  'http://127.0.0.1:10000/devstoreaccount1',
  'file:///etc/passwd',
])('%s is refused', (text) => expect(() => storageTarget(text, [])).toThrow('blob endpoint of a storage account'));

test('what the setting permits is taken, with the account in its path', () => {
  const allowed = ['127.0.0.0/8', 'localhost'];
  expect(storageTarget('http://127.0.0.1:10000/devstoreaccount1/', allowed)).toBe(
    'http://127.0.0.1:10000/devstoreaccount1',
  );
  expect(storageTarget('http://localhost:10000/devstoreaccount1', allowed)).toBe(
    'http://localhost:10000/devstoreaccount1',
  );
  expect(() => storageTarget('http://10.0.0.1/a', allowed)).toThrow('blob endpoint');
  expect(() => storageTarget('http://203.0.113.1/a', allowed)).toThrow('blob endpoint');
});
