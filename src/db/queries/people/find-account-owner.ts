import type { Reader } from '#src/db/kit/schema.ts';
import { findAccount } from '#src/db/people/identity.ts';
import { getPerson } from '#src/db/people/person.ts';
import { type Scope, sees } from '#src/domain/people/access.ts';
import type { Person } from '#src/domain/people/person.ts';
import type { PlatformUser } from '#src/domain/people/person-ref.ts';

/** Whose a chat account is; undefined when it is nobody's, or of somebody whom the reader may not see. */
export async function findAccountOwner(
  db: Reader,
  scope: Scope,
  { platform, userId }: PlatformUser,
): Promise<Person | undefined> {
  const { organizationId } = scope;
  const account = await findAccount(db, { organizationId, platform, userId });
  const owner = account && (await getPerson(db, organizationId, account.personId));
  return owner && sees(scope, { people: [owner], departmentId: owner.departmentId }) ? owner : undefined;
}
