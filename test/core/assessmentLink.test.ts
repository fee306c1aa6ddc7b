import { assessmentLink } from '../../shared/core/assessmentLink';

const key = '00000000-0000-5000-8000-000000000001';
const url = 'https://sky.example.com';

test('it leads to this deployment, for one resource or for all', () => {
  expect(assessmentLink(url, key)).toBe(`${url}/#blade/RecommendationsBlade/assessmentKey/${key}`);
  expect(assessmentLink(url, key, '/subscriptions/s')).toBe(
    `${url}/#blade/RecommendationsBlade/assessmentKey/${key}/resourceId/%2Fsubscriptions%2Fs`,
  );
});
