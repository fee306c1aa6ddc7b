import { healthy, type Recommendation, unhealthy } from '../recommendation';
import { flagAt, judgeWord, listAt, missing, valueAt, wordAt } from './setting';
import { appWithConfig, judgeWebApps, sampleApp, webAppKindCases, type WebAppKind, webConfig } from './webApp';

/** Settings that apps and function apps have alike. Each kind has a recommendation of its own, as Microsoft has it. */
type Judged = Pick<Recommendation, 'judge' | 'cases'>;

export const clientCertificates = (kind: WebAppKind): Judged => ({
  judge: judgeWebApps(kind, ({ properties }) => {
    const enabled = flagAt(properties, 'clientCertEnabled');
    if (enabled === undefined) return missing('clientCertEnabled');
    if (!enabled) return unhealthy('NoClientCertificates', 'The app does not ask for client certificates.');
    return judgeWord(
      properties,
      'clientCertMode',
      { right: ['required'], wrong: ['optional', 'optionalinteractiveuser'] },
      { cause: 'CertificateOptional', description: 'Clients without a certificate are let in as well.' },
    );
  }),
  cases: [
    {
      name: 'required',
      resource: sampleApp(kind, { clientCertEnabled: true, clientCertMode: 'Required' }),
      expect: 'Healthy',
    },
    { name: 'not asked for', resource: sampleApp(kind, { clientCertEnabled: false }), expect: 'Unhealthy' },
    {
      name: 'optional',
      resource: sampleApp(kind, { clientCertEnabled: true, clientCertMode: 'Optional' }),
      expect: 'Unhealthy',
    },
    { name: 'mode not in the snapshot', resource: sampleApp(kind, { clientCertEnabled: true }), expect: 'Unknown' },
    ...webAppKindCases(kind),
  ],
});

export const allowedOrigins = (kind: WebAppKind): Judged => ({
  judge: judgeWebApps(kind, (site, graph) => {
    const config = webConfig(site, graph);
    if (valueAt(config, 'cors') === null) return healthy('No other origin is allowed.');
    const origins = listAt(config, 'cors.allowedOrigins');
    if (!origins?.every((origin) => typeof origin === 'string')) return missing('cors.allowedOrigins');
    return origins.includes('*')
      ? unhealthy('AllOriginsAllowed', 'Pages of every origin may call the app.')
      : healthy();
  }),
  cases: [
    {
      name: 'named origins',
      ...appWithConfig(kind, { cors: { allowedOrigins: ['https://www.example.com'] } }),
      expect: 'Healthy',
    },
    { name: 'no origins', ...appWithConfig(kind, { cors: null }), expect: 'Healthy' },
    { name: 'every origin', ...appWithConfig(kind, { cors: { allowedOrigins: ['*'] } }), expect: 'Unhealthy' },
    {
      name: 'origins that are no texts',
      ...appWithConfig(kind, { cors: { allowedOrigins: [null] } }),
      expect: 'Unknown',
    },
    {
      name: 'null in the snapshot of the site',
      resource: sampleApp(kind, { siteConfig: { cors: null } }),
      expect: 'Unknown',
    },
    ...webAppKindCases(kind),
  ],
});

export const managedIdentity = (kind: WebAppKind): Judged => ({
  judge: judgeWebApps(kind, ({ identity, properties }) => {
    // ARM leaves the identity out where there is none; state is in every whole snapshot of a site.
    const type = identity === undefined ? 'none' : wordAt(identity, 'type');
    if (wordAt(properties, 'state') === undefined || type === undefined) return missing('identity.type');
    return type === 'none' ? unhealthy('NoIdentity', 'The app has no managed identity.') : healthy();
  }),
  cases: [
    {
      name: 'system-assigned',
      resource: sampleApp(kind, {}, { identity: { type: 'SystemAssigned' } }),
      expect: 'Healthy',
    },
    { name: 'none', resource: sampleApp(kind, {}, { identity: { type: 'None' } }), expect: 'Unhealthy' },
    { name: 'whole snapshot without identity', resource: sampleApp(kind), expect: 'Unhealthy' },
    { name: 'identity of another shape', resource: sampleApp(kind, {}, { identity: {} }), expect: 'Unknown' },
    ...webAppKindCases(kind),
  ],
});
