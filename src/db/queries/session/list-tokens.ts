import { within } from '#src/db/kit/within.ts';
import type { Reader } from '#src/db/kit/schema.ts';
import { listNamedTokens } from '#src/db/session/api-token.ts';
import type { Scope } from '#src/domain/people/access.ts';
import type { NamedToken } from '#src/domain/session/api-token.ts';

/** The tokens that the reader may see, ended ones too, the newest first. */
export async function listTokens(db: Reader, scope: Scope): Promise<NamedToken[]> {
  const { organizationId } = scope;
  return listNamedTokens(db, { organizationId, where: within(scope, { people: ['t.person_id'] }) });
}
