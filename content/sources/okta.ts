import type { Entity } from '../../shared/model/entity';
import type { JsonObject } from '../../shared/model/json';
import type { TelemetryEvent } from '../../shared/model/telemetryEvent';
import { accountOf, addressOf, distinct } from '../../shared/core/ingest/cloud/entityOf';
import { memberAt, objectAt, objectsAt, textAt } from '../../shared/core/ingest/cloud/memberAt';
import { recordIdentity } from '../../shared/core/ingest/cloud/recordIdentity';
import { recordTime } from '../../shared/core/ingest/recordTime';
import type { RecordContext, Source } from '../../shared/core/ingest/source';
import { hasAny } from '../../shared/core/ingest/cloud/memberNames';

/** A record without one of these members is not ours. */
const marks = ['eventtype'];

/** The System Log of Okta, alone, from its event hooks or its log streams. */
export const source: Source = {
  id: 'okta',
  order: 100,
  keys: marks,
  recognises: (raw) => typeof raw === 'object' && hasAny(raw, marks) && isSystemLog(raw),
  normalise: ([raw], context) => [read(raw as JsonObject, context)],
  samples: [
    {
      name: 'a user fails to sign in',
      body: '{"uuid":"00000000-0000-0000-0000-000000000006","published":"2026-11-21T08:00:00.123Z","eventType":"user.session.start","version":"0","severity":"WARN","displayMessage":"User login to Okta","actor":{"id":"00u1","type":"User","alternateId":"ann@example.com","displayName":"Ann"},"client":{"ipAddress":"203.0.113.8","zone":"null","userAgent":{"rawUserAgent":"x"}},"outcome":{"result":"FAILURE","reason":"INVALID_CREDENTIALS"},"target":[{"id":"00u2","type":"User","alternateId":"bob@example.com"}],"request":{"ipChain":[{"ip":"203.0.113.8"},{"ip":"198.51.100.7"}]}}',
      expect: [
        {
          source: 'okta',
          time: '2026-11-21T08:00:00.123Z',
          timeOrigin: 'record',
          logSource: { product: 'okta', service: 'okta' },
          entities: [
            { type: 'account', name: 'ann', upnSuffix: 'example.com', uid: '00u1' },
            { type: 'ip', address: '203.0.113.8' },
            { type: 'ip', address: '198.51.100.7' },
            { type: 'account', name: 'bob', upnSuffix: 'example.com', uid: '00u2' },
          ],
        },
      ],
    },
    {
      name: 'a log stream of EventBridge',
      body: '{"version":"0","detail-type":"SystemLog","source":"aws.partner/okta.com/x","time":"2026-11-21T08:00:01Z","detail":{"uuid":"u","published":"2026-11-21T08:00:01Z","eventType":"system.api_token.create","legacyEventType":"api.token.create","actor":{"id":"okta","alternateId":"system@example.com","type":"SystemPrincipal"},"outcome":{"result":"SUCCESS"},"target":null}}',
      expect: [{ source: 'okta', time: '2026-11-21T08:00:01.000Z' }],
    },
    {
      name: 'keys in lower case, no time, wrong types',
      body: '{"eventtype":"user.mfa.attempt_bypass","displaymessage":7,"actor":"ann","outcome":[],"client":{"ipAddress":"none"},"target":{"type":"User","alternateId":"unknown"}}',
      expect: [{ source: 'okta', timeOrigin: 'enqueued', entities: [] }],
    },
  ],
};

const members = [
  'published',
  'actor',
  'outcome',
  'client',
  'displayMessage',
  'legacyEventType',
  'securityContext',
  'target',
];

/** A dotted event type and at least two further members of a LogEvent. */
function isSystemLog(record: JsonObject): boolean {
  if (!/^[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+$/i.test(textAt(record, 'eventType'))) return false;
  return members.filter((name) => memberAt(record, name) !== undefined).length >= 2;
}

function read(raw: JsonObject, context: RecordContext): TelemetryEvent {
  const time = recordTime({ published: memberAt(raw, 'published') ?? null }, context, ['published']);
  return {
    id: recordIdentity('okta', [textAt(raw, 'uuid')], raw, time, context),
    source: 'okta',
    ...time,
    resourceId: '',
    logSource: { product: 'okta', service: 'okta' },
    entities: entitiesOf(raw),
    fields: raw,
  };
}

function entitiesOf(raw: JsonObject): Entity[] {
  const targets = objectsAt(raw, 'target').filter((one) => /^(?:User|AppUser)$/i.test(textAt(one, 'type')));
  return distinct([
    ...account(objectAt(raw, 'actor')),
    ...addressOf(memberAt(raw, 'client', 'ipAddress')),
    ...objectsAt(raw, 'request', 'ipChain').flatMap((one) => addressOf(memberAt(one, 'ip'))),
    ...targets.flatMap(account),
  ]);
}

/** Okta writes `unknown` for a principal without a name. */
function account(principal: JsonObject): Entity[] {
  const name = textAt(principal, 'alternateId');
  return accountOf(name === 'unknown' ? textAt(principal, 'displayName') : name, { uid: textAt(principal, 'id') });
}
