import { z } from 'zod';
import type { FunctionDefinition } from '../functionDefinition';
import { type RouteTemplate, covers, routeTemplate } from './routeTemplate';

const optionsSchema = z.object({
  route: z.string().optional(),
  methods: z.array(z.string().toUpperCase()).default([]),
  authLevel: z
    .string()
    .toLowerCase()
    .pipe(z.enum(['anonymous', 'function', 'admin']))
    .default('function'),
});

export interface Route {
  definition: FunctionDefinition;
  template: RouteTemplate;
  /** Upper case; empty means every method. */
  methods: string[];
  authLevel: 'anonymous' | 'function' | 'admin';
}

const allows = (methods: string[], method: string): boolean => methods.length === 0 || methods.includes(method);

function shareMethod(a: Route, b: Route): boolean {
  return a.methods.length === 0 || (b.methods.length > 0 && b.methods.every((method) => a.methods.includes(method)));
}

/**
 * Routes of the http functions in the given order, which is that of matching: the first match wins, without precedence
 * of literals. Throws when a function could never be reached because of that.
 */
export function createRoutes(definitions: FunctionDefinition[], routePrefix: string): Route[] {
  const routes = definitions
    .filter(({ trigger }) => trigger.type.toLowerCase() === 'httptrigger')
    .map((definition): Route => {
      const { route = definition.name, methods, authLevel } = optionsSchema.parse(definition.trigger);
      try {
        return {
          definition,
          template: routeTemplate([routePrefix, route].filter((part) => part !== '').join('/')),
          methods,
          authLevel,
        };
      } catch (cause) {
        throw new Error(`Functions host: function ${definition.name}: ${(cause as Error).message}`, { cause });
      }
    });
  const active = routes.filter(({ definition }) => !definition.disabled);
  for (const [at, later] of active.entries()) {
    const earlier = active
      .slice(0, at)
      .find((other) => shareMethod(other, later) && covers(other.template.text, later.template.text));
    if (earlier === undefined) continue;
    const [own, other] = [later.definition.name, earlier.definition.name];
    throw new Error(
      `Functions host: function ${own} (${later.template.text}) is never reached: routes are tried in the order of ` +
        `function names, and ${other} (${earlier.template.text}) matches all its requests first`,
    );
  }
  return routes;
}

export interface RouteMatch {
  route: Route;
  params: Record<string, string>;
}

/** The first route for method and path; a wrong method is no match, hence 404 as in Azure. */
export function findRoute(routes: Route[], method: string, path: string): RouteMatch | undefined {
  for (const route of routes) {
    if (!allows(route.methods, method)) continue;
    const params = route.template.match(path);
    if (params !== undefined) return { route, params };
  }
  return undefined;
}
