import { redactCredentials } from '../../../../shared/core/ingest/cloud/redactCredentials';

it('takes out session tokens, keys and signatures, wherever they stand, and nothing else', () => {
  const record = {
    responseElements: { credentials: { accessKeyId: 'k', sessionToken: 'live', expiration: 'x' } },
    list: [{ SecretAccessKey: 'live' }, { sessionToken: '' }, { sessionToken: { nested: 1 } }],
    url: 'https://example.com/a?X-Amz-Date=1&X-Amz-Signature=live&b=c',
    sas: 'https://example.com/a?sv=1&sig=live',
  };
  const redacted = redactCredentials(record);
  expect(JSON.stringify(redacted)).not.toContain('live');
  expect(redacted).toMatchObject({
    responseElements: { credentials: { accessKeyId: 'k', expiration: 'x' } },
    list: [{}, { sessionToken: '' }, { sessionToken: { nested: 1 } }],
    url: 'https://example.com/a?X-Amz-Date=1&X-Amz-Signature=REDACTED&b=c',
  });
  expect(record.responseElements.credentials.sessionToken).toBe('live');
});
