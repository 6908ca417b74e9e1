import { type Actor, type Resource, type Scope, scopeOf } from '#src/domain/people/access.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/**
 * Turns a query over a scope into one over an actor. The resource names the row of the table in domain/people/access.ts that
 * decides how much the actor sees. What they may not see is treated as missing, or refused.
 */
export function from<D, Args extends unknown[], R>(
  resource: Resource,
  query: (deps: D, scope: Scope, ...args: Args) => R,
) {
  return (deps: D, actor: Actor, ...args: Args): R => query(deps, scopeOf(actor, resource), ...args);
}

/** The same for a query that needs only the database. */
export function fromDb<Args extends unknown[], R>(
  resource: Resource,
  query: (db: Deps['db'], scope: Scope, ...args: Args) => R,
) {
  return from(resource, ({ db }: Pick<Deps, 'db'>, scope, ...args: Args) => query(db, scope, ...args));
}
