import { lockProposal } from '#src/db/budget/proposal.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { transact } from '#src/db/kit/transact.ts';
import { insertActivities } from '#src/db/ledger/activity.ts';
import { lockPerson } from '#src/db/people/person.ts';
import { isOfStore } from '#src/db/store/store-marketplace.ts';
import { insertApiToken, isToken } from '#src/db/session/api-token.ts';
import type { Secret } from '#src/domain/kit/secret.ts';
import { done, type Outcome, type Refusal, refused } from '#src/domain/outcome.ts';
import { may } from '#src/domain/people/access.ts';
import {
  type ApiScope,
  type ApiToken,
  isApiScope,
  LONGEST_TOKEN_MS,
  reachesMoney,
} from '#src/domain/session/api-token.ts';
import { askSecondForRight, type RightAnswer } from '#src/usecases/kit/ask-second-person.ts';
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

type MakeDeps = Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>;

/**
 * Makes a token by which a program acts as a person. An admin makes one for themselves alone: with another's they could be the second
 * person to their own request.
 *
 * Refuses other roles, people who have left, an end in the past or more than a year away, and the marketplace of the store itself, whose
 * checkouts go with its orders. One that reaches money or people waits for a second person where the organization asks one.
 */
export async function makeToken(deps: MakeDeps, asked: TokenToMake): Promise<Outcome<MadeToken>> {
  return transact(deps, async (tx) => {
    const refusal = await refuseToken(tx, asked);
    if (refusal) return refused(refusal);
    const answer = await askForToken(deps, tx, asked);
    return answer.waits ? refused(answer.waits) : done(await insert(deps, tx, asked, { note: answer.note }));
  });
}

/** Makes a token that a second person has confirmed, once, for whoever proposed it. */
export async function makeConfirmedToken(
  deps: MakeDeps,
  {
    organizationId,
    proposalId,
    makerId,
  }: { organizationId: string; proposalId: string; makerId: string | null },
): Promise<Outcome<MadeToken>> {
  return transact(deps, async (tx) => {
    const proposal = await lockProposal(tx, { organizationId, id: proposalId });
    if (!proposal || proposal.proposedBy !== makerId) return refused({ kind: 'unknown-proposal' });
    const { status, change, reason: name, decidedBy: confirmedBy } = proposal;
    if (change.kind !== 'token') return refused({ kind: 'unknown-proposal' });
    const isMade = await isToken(tx, { organizationId, id: proposalId });
    if (status !== 'confirmed') return refused({ kind: 'proposal-not-confirmed' });
    if (isMade) return refused({ kind: 'proposal-over', status });
    const { personId, scopes, marketplaceId, until } = change;
    const asked = {
      organizationId,
      personId,
      makerId,
      name,
      scopes: scopes.filter(isApiScope),
      marketplaceId: marketplaceId ?? undefined,
      expiresAt: new Date(until),
    };
    const refusal = await refuseToken(tx, asked);
    return refusal
      ? refused(refusal)
      : done(await insert(deps, tx, asked, { id: proposalId, note: { confirmedBy } }));
  });
}

async function refuseToken(
  tx: Tx,
  { organizationId, personId, makerId, marketplaceId, expiresAt }: TokenToMake,
): Promise<Refusal | undefined> {
  const person = await lockPerson(tx, organizationId, personId);
  if (person.isDeactivated) return { kind: 'inactive-person', name: person.name };
  if (makerId !== null && (makerId !== personId || !may(person.role, 'make-tokens')))
    return { kind: 'admins-only', role: person.role };
  if (expiresAt <= tx.now) return { kind: 'time-is-over' };
  if (expiresAt.getTime() > tx.now.getTime() + LONGEST_TOKEN_MS) return { kind: 'token-too-long' };
  if (marketplaceId !== undefined && (await isOfStore(tx, { organizationId, marketplaceId })))
    return { kind: 'marketplace-of-store' };
  return undefined;
}

async function askForToken(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  { organizationId, personId, makerId, name, scopes, marketplaceId: shopId, expiresAt }: TokenToMake,
): Promise<RightAnswer> {
  const marketplaceId = shopId ?? null;
  if (!reachesMoney(scopes, marketplaceId)) return { note: {} };
  const until = expiresAt.toISOString();
  const change = { kind: 'token' as const, personId, scopes: [...new Set(scopes)], marketplaceId, until };
  return askSecondForRight(deps, tx, {
    organizationId,
    change,
    basis: '',
    actorId: makerId,
    reason: name,
    name,
  });
}

/** `id`: of the proposal that a second person confirmed. `confirmedBy`: who that was; null: whoever runs the program. */
async function insert(
  deps: Pick<Deps, 'newId'>,
  tx: Tx,
  { organizationId, personId, makerId, name, scopes, marketplaceId, expiresAt }: TokenToMake,
  { id, note }: { id?: string; note: { confirmedBy?: string | null; alone?: string } },
): Promise<MadeToken> {
  const made = await insertApiToken(tx, {
    organizationId,
    personId,
    name,
    scopes: [...new Set(scopes)],
    marketplaceId: marketplaceId ?? null,
    madeBy: makerId,
    expiresAt,
    ...(id !== undefined && { id }),
  });
  const detail = {
    tokenId: made.token.id,
    scopes: made.token.scopes,
    ...(marketplaceId !== undefined && { marketplaceId }),
    expiresAt: expiresAt.toISOString(),
    ...note,
  };
  await insertActivities(tx, [
    {
      organizationId,
      id: deps.newId(),
      at: tx.now,
      kind: 'token.made',
      actorId: makerId,
      subjectId: personId,
      detail,
    },
  ]);
  return made;
}
