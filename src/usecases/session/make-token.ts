import { transact } from '#src/db/kit/transact.ts';
import { insertActivities } from '#src/db/ledger/activity.ts';
import { lockPerson } from '#src/db/people/person.ts';
import { isOfStore } from '#src/db/store/store-marketplace.ts';
import { insertApiToken } from '#src/db/session/api-token.ts';
import type { Secret } from '#src/domain/kit/secret.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import { may } from '#src/domain/people/access.ts';
import { type ApiScope, type ApiToken, LONGEST_TOKEN_MS } from '#src/domain/session/api-token.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/** As whom the program acts, what it may do, and until when. `makerId`: who makes it, null where the operator does. */
export type TokenToMake = {
  organizationId: string;
  personId: string;
  makerId: string | null;
  name: string;
  scopes: readonly ApiScope[];
  /** The marketplace that it is for, if it is for one. */
  marketplaceId?: string | undefined;
  expiresAt: Date;
};

/** A token with its text, which is shown once. */
export type MadeToken = { token: ApiToken; text: Secret };

/**
 * Makes a token by which a program acts as a person. An admin makes one for themselves alone: with another's they could be the second
 * person to their own request.
 *
 * Refuses other roles, people who have left, an end in the past or more than a year away, and the marketplace of the store itself, whose
 * checkouts go with its orders.
 */
export async function makeToken(
  deps: Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>,
  { organizationId, personId, makerId, name, scopes, marketplaceId, expiresAt }: TokenToMake,
): Promise<Outcome<MadeToken>> {
  return transact(deps, async (tx) => {
    const person = await lockPerson(tx, organizationId, personId);
    if (person.isDeactivated) return refused({ kind: 'inactive-person', name: person.name });
    if (makerId !== null && (makerId !== personId || !may(person.role, 'make-tokens')))
      return refused({ kind: 'admins-only', role: person.role });
    if (expiresAt <= tx.now) return refused({ kind: 'time-is-over' });
    if (expiresAt.getTime() > tx.now.getTime() + LONGEST_TOKEN_MS) return refused({ kind: 'token-too-long' });
    if (marketplaceId !== undefined && (await isOfStore(tx, { organizationId, marketplaceId })))
      return refused({ kind: 'marketplace-of-store' });
    const made = await insertApiToken(tx, {
      organizationId,
      personId,
      name,
      scopes: [...new Set(scopes)],
      marketplaceId: marketplaceId ?? null,
      madeBy: makerId,
      expiresAt,
    });
    await insertActivities(tx, [
      {
        organizationId,
        id: deps.newId(),
        at: tx.now,
        kind: 'token.made',
        actorId: makerId,
        subjectId: personId,
        detail: {
          tokenId: made.token.id,
          scopes: made.token.scopes,
          ...(marketplaceId !== undefined && { marketplaceId }),
          expiresAt: expiresAt.toISOString(),
        },
      },
    ]);
    return done(made);
  });
}
