import type { Context } from 'hono';
import type { PersonFacts } from '#src/app.ts';
import { isUuid } from '#src/domain/kit/uuid.ts';
import type { SiteDeps, SiteEnv } from '../../site-deps.ts';

/** Whom the address names; undefined when there is nobody whom the reader may see. */
export async function findPersonInPath(
  { app }: Pick<SiteDeps, 'app'>,
  c: Context<SiteEnv>,
): Promise<PersonFacts | undefined> {
  const personId = c.req.param('personId') ?? '';
  return isUuid(personId)
    ? app.queries.people.findFacts(c.get('signedIn').person, personId.toLowerCase())
    : undefined;
}
