import type { Json } from '../../shared/model/json';
import { answerBatch } from './batch';
import type { Catalogue } from './catalogue';
import { currentLsn } from './documents';
import { CosmosFault, notFound } from './fault';
import { answerFeed } from './feed';
import { answerItem, answerKeyRemoval } from './itemRequests';
import { offerOf, parseOffer } from './offers';
import { answerListing, answerListQuery, answerQuery, planRefusal } from './queryRequest';
import { isTrue, jsonBody, listBody, type Answer, type CosmosRequest } from './request';
import {
  accountResource,
  containerResource,
  databaseResource,
  offerId,
  offerResource,
  rangeResource,
} from './resources';
import { parseRoute, type Route } from './route';
import type { Store } from './store';

const metadataCharge = 2;

const resource = (body: Json, status = 200): Answer => ({ status, charge: metadataCharge, body: JSON.stringify(body) });
const removed: Answer = { status: 204, charge: metadataCharge };

export function isQuery(request: CosmosRequest): boolean {
  return isTrue(request, 'x-ms-documentdb-isquery') || request.header('content-type') === 'application/query+json';
}

function wrongMethod(request: CosmosRequest): CosmosFault {
  return new CosmosFault(405, 'MethodNotAllowed', `${request.path} does not take ${request.method}.`);
}

/** A collection of resources: GET lists it, POST queries it or, with `create`, adds to it. */
async function answerList(
  request: CosmosRequest,
  list: { rid: string; name: string; items: Json[] },
  create?: () => Promise<Json>,
): Promise<Answer> {
  if (request.method === 'POST' && (isQuery(request) || !create)) return answerListQuery(request, list);
  if (request.method === 'POST' && create) return resource(await create(), 201);
  if (request.method !== 'GET') throw wrongMethod(request);
  return {
    status: 200,
    charge: metadataCharge,
    body: listBody(
      list.rid,
      list.name,
      list.items.map((item) => JSON.stringify(item)),
    ),
  };
}

/** Answers a request whose signature has been checked; throws a CosmosFault for what it refuses. */
export function createHandler(store: Store, catalogue: Catalogue): (request: CosmosRequest) => Promise<Answer> {
  async function answerDatabase(request: CosmosRequest, id: string): Promise<Answer> {
    const database = catalogue.database(id);
    if (request.method === 'GET') return resource(databaseResource(database));
    if (request.method !== 'DELETE') throw wrongMethod(request);
    await catalogue.deleteDatabase(id);
    return removed;
  }

  async function answerContainer(request: CosmosRequest, database: string, id: string): Promise<Answer> {
    const container = catalogue.container(database, id);
    if (request.method === 'GET') return resource(containerResource(container));
    if (request.method === 'PUT')
      return resource(containerResource(await catalogue.replaceContainer(database, id, jsonBody(request))));
    if (request.method !== 'DELETE') throw wrongMethod(request);
    await catalogue.deleteContainer(container);
    return removed;
  }

  async function answerDocuments(request: CosmosRequest, database: string, id: string): Promise<Answer> {
    if (isTrue(request, 'x-ms-cosmos-is-query-plan-request')) return planRefusal;
    const container = catalogue.container(database, id);
    if (request.method === 'GET') {
      const mode = request.header('a-im')?.toLowerCase();
      if (mode === undefined) return answerListing(store, container, request);
      if (mode === 'incremental feed') return answerFeed(store, container, request);
      throw new CosmosFault(400, 'BadRequest', 'The endpoint offers the incremental feed (latest version) only.');
    }
    if (request.method !== 'POST') throw wrongMethod(request);
    if (isTrue(request, 'x-ms-cosmos-is-batch-request')) return answerBatch(store, container, request);
    return isQuery(request) ? answerQuery(store, container, request) : answerItem(store, container, request, undefined);
  }

  async function answerOffer(request: CosmosRequest, id: string): Promise<Answer> {
    const container = catalogue.containers().find((candidate) => offerId(candidate) === id);
    if (!container) throw notFound(`The offer ${id} does not exist.`);
    if (request.method === 'GET') return resource(offerResource(container));
    if (request.method !== 'PUT') throw wrongMethod(request);
    return resource(offerResource(await catalogue.replaceOffer(container, parseOffer(jsonBody(request)))));
  }

  async function answer(request: CosmosRequest, route: Route): Promise<Answer> {
    switch (route.kind) {
      case 'account':
        return { ...resource(accountResource(request.origin)), charge: 0 };
      case 'databases': {
        const items = catalogue.databases().map(databaseResource);
        const create = async () => databaseResource(await catalogue.createDatabase(jsonBody(request)));
        return answerList(request, { rid: '', name: 'Databases', items }, create);
      }
      case 'containers': {
        const { id, rid } = catalogue.database(route.database);
        const items = catalogue.containers(id).map(containerResource);
        const create = async () =>
          containerResource(await catalogue.createContainer(id, jsonBody(request), offerOf(request)));
        return answerList(request, { rid, name: 'DocumentCollections', items }, create);
      }
      case 'offers':
        return answerList(request, { rid: '', name: 'Offers', items: catalogue.containers().map(offerResource) });
      case 'ranges': {
        const container = catalogue.container(route.database, route.container);
        return answerList(request, {
          rid: container.rid,
          name: 'PartitionKeyRanges',
          items: [rangeResource(container)],
        });
      }
      case 'offer':
        return answerOffer(request, route.id);
      case 'database':
        return answerDatabase(request, route.database);
      case 'container':
        return answerContainer(request, route.database, route.container);
      case 'documents':
        return answerDocuments(request, route.database, route.container);
      case 'document':
        return answerItem(store, catalogue.container(route.database, route.container), request, route.id);
      case 'keyRemoval':
        return answerKeyRemoval(store, catalogue.container(route.database, route.container), request);
    }
  }

  const session = (route: Route): Record<string, string> => {
    if (!('container' in route)) return {};
    const container = catalogue.find(route.database, route.container);
    return container ? { 'x-ms-session-token': `0:-1#${currentLsn(store, container)}` } : {};
  };

  return async (request) => {
    const route = parseRoute(request.path);
    const answered = await answer(request, route);
    return { ...answered, headers: { ...session(route), ...answered.headers } };
  };
}
