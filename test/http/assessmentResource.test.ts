import { metadataProperties } from '../../shared/http/assessmentResource';
import { recommend } from '../core/posture/posture.samples';

test('categories that the API versions spoken here do not know are Compute, once', () => {
  const one = recommend('test/apps', ['encryptDataInTransit']);
  const categories = ['Compute', 'AppServices', 'Container', 'Data'] as const;
  const metadata = { ...one.metadata, categories: [...categories] };
  expect(metadataProperties({ ...one, metadata })).toMatchObject({ categories: ['Compute', 'Data'] });
});
