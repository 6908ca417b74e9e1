import { insertActivities } from '#src/db/ledger/activity.ts';
import { transact } from '#src/db/kit/transact.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { findPeople } from '#src/db/people/find-people.ts';
import { countAccounts, findAccount, saveIdentities } from '#src/db/people/identity.ts';
import { lockPeople } from '#src/db/people/organization.ts';
import { findPendingIdentity } from '#src/db/people/pending-identity.ts';
import { getPerson } from '#src/db/people/person.ts';
import { findSessionByToken } from '#src/db/session/session.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import type { Person } from '#src/domain/people/person.ts';
import type { SignInOrigin } from '#src/domain/session/session.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { beginSession, type Begun } from './steps/begin-session.ts';

/** What identity accounts are called among the accounts of people. */
const PLATFORM = 'oidc';

type OidcDeps = Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>;

/** Who the identity provider says is there. `verifiedEmail`: only what it vouches for. `held`: the token of the session there is. */
export type OidcSignIn = {
  organizationId: string;
  issuer: string;
  subject: string;
  verifiedEmail: string | undefined;
  origin: SignInOrigin;
  held: string | undefined;
};

/**
 * Signs in whom an identity provider vouches for: by issuer and subject, which never change hands. The first time, it is the person
 * with the address that it vouches for, if no other account of it is theirs. An address alone gives an employee's rights, until an
 * admin links the account: nobody gains a role by it.
 */
export async function signInByOidc(deps: OidcDeps, signIn: OidcSignIn): Promise<Outcome<Begun>> {
  return transact(deps, async (tx) => {
    const known = await findLinked(tx, signIn);
    const linked = known ?? (await linkByAddress(deps, tx, signIn));
    if (!linked || linked.person.isDeactivated) return refused({ kind: 'unknown-account-here' });
    const { origin, held } = signIn;
    const replaced = held === undefined ? undefined : await findSessionByToken(tx, held);
    return done(await beginSession(deps, tx, { ...linked, how: 'oidc', origin, replaced }));
  });
}

type Linked = { person: Person; isLimited: boolean };

function accountOf({ organizationId, issuer, subject }: OidcSignIn) {
  return { organizationId, platform: PLATFORM, userId: `${issuer} ${subject}` };
}

async function findLinked(tx: Tx, signIn: OidcSignIn): Promise<Linked | undefined> {
  const account = await findAccount(tx, accountOf(signIn));
  if (!account || account.isGone) return undefined;
  const person = await getPerson(tx, signIn.organizationId, account.personId);
  return { person, isLimited: account.linkedBy === 'address' };
}

async function linkByAddress(deps: OidcDeps, tx: Tx, signIn: OidcSignIn): Promise<Linked | undefined> {
  const { organizationId, issuer, verifiedEmail: email } = signIn;
  if (email === undefined) return undefined;
  await lockPeople(tx, organizationId);
  const account = accountOf(signIn);
  // An admin took it away, or it belonged to somebody who is gone: its address does not bring it back.
  if ((await findAccount(tx, account)) || (await findPendingIdentity(tx, account))) return undefined;
  const [person, ...others] = await findPeople(tx, organizationId, { by: 'email', email });
  if (!person || others.length > 0 || person.isDeactivated) return undefined;
  // A second account with the same address is somebody else's, or a mistake.
  if ((await countAccounts(tx, person, { platform: PLATFORM })) > 0) return undefined;
  await saveIdentities(tx, [{ ...account, personId: person.id, workspaceId: issuer, linkedBy: 'address' }]);
  await insertActivities(tx, [
    {
      organizationId,
      id: deps.newId(),
      at: tx.now,
      kind: 'identity.linked',
      subjectId: person.id,
      detail: { platform: PLATFORM, userId: account.userId, by: 'address' },
    },
  ]);
  return { person, isLimited: true };
}
