import { DomainError } from '@sixpence/schemas';
import type { RouteOptions } from 'fastify';

interface KnownPath {
  /** The methods it answers to, as the `Allow` header has them. */
  readonly allow: string;
  readonly problem: DomainError;
}

export interface RouteMethods {
  add(route: Pick<RouteOptions, 'method' | 'url'>): void;
  /** The path of that URL, when some route has it. Only asked when no route matched: its cost does not matter. */
  find(url: string): KnownPath | undefined;
}

const patternOf = (routeUrl: string): RegExp =>
  new RegExp(
    `^${routeUrl
      .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replace(/:[A-Za-z]\w*/g, '[^/]+')}$`,
  );

/** The methods that each path answers to, so that a wrong method is told from an unknown path (405, not 404). */
export function createRouteMethods(): RouteMethods {
  const routes: { pattern: RegExp; methods: readonly string[] }[] = [];
  return {
    add(route) {
      routes.push({ pattern: patternOf(route.url), methods: [route.method].flat() });
    },
    find(url) {
      const path = url.split('?', 1)[0] ?? '';
      const methods = new Set(
        routes.filter(({ pattern }) => pattern.test(path)).flatMap((route) => route.methods),
      );
      if (methods.size === 0) return undefined;
      const allow = [...methods, 'OPTIONS'].join(', ');
      return { allow, problem: new DomainError('method_not_allowed', `This path answers to ${allow}`) };
    },
  };
}
