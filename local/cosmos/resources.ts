import type { Json } from '../../shared/model/json';
import type { DatabaseRecord } from './catalogue';
import type { Container } from './container';

/** The account document: the SDK sends all further requests to the endpoint it names. */
export const accountResource = (origin: string): Json => {
  const location = { name: 'local', databaseAccountEndpoint: `${origin}/` };
  return {
    // An account called localhost would be asked for again before every request.
    id: 'skywarden',
    _rid: 'skywarden',
    writableLocations: [location],
    readableLocations: [location],
    enableMultipleWriteLocations: false,
    userConsistencyPolicy: { defaultConsistencyLevel: 'Session' },
  };
};

export const databaseResource = ({ id, rid, etag, modified }: DatabaseRecord): Json => ({
  id,
  _rid: rid,
  _self: `dbs/${rid}/`,
  _etag: etag,
  _colls: 'colls/',
  _users: 'users/',
  _ts: modified,
});

export const containerResource = ({ definition, rid, self, etag, modified }: Container): Json =>
  ({
    ...definition,
    _rid: rid,
    _self: self,
    _etag: etag,
    _docs: 'docs/',
    _sprocs: 'sprocs/',
    _triggers: 'triggers/',
    _udfs: 'udfs/',
    _conflicts: 'conflicts/',
    _ts: modified,
  }) as Json;

export const offerId = ({ number }: Container) => `offer${number}`;

export const offerResource = (container: Container): Json => ({
  id: offerId(container),
  offerVersion: 'V2',
  offerType: 'Invalid',
  resource: container.self,
  offerResourceId: container.rid,
  content: container.offer.offerAutopilotSettings
    ? {
        offerThroughput: container.offer.offerThroughput,
        offerAutopilotSettings: { ...container.offer.offerAutopilotSettings },
      }
    : { offerThroughput: container.offer.offerThroughput },
  _rid: offerId(container),
  _self: `offers/${offerId(container)}/`,
  _etag: container.etag,
  _ts: container.modified,
});

/** One range over the whole key space: enough for queries, bulk and feed alike. */
export const rangeResource = (container: Container): Json => ({
  id: '0',
  _rid: container.rid,
  minInclusive: '',
  maxExclusive: 'FF',
  ridPrefix: 0,
  throughputFraction: 1,
  status: 'online',
  parents: [],
});
