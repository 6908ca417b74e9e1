import { isOnRecord } from '#src/db/ledger/on-record.ts';
import { transact } from '#src/db/kit/transact.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { getPerson } from '#src/db/people/person.ts';
import { findSessionByToken } from '#src/db/session/session.ts';
import {
  countWrongTry,
  findSignInByToken,
  findSignInOfBrowser,
  lockSignIn,
  saveSpent,
  type StoredSignIn,
} from '#src/db/session/sign-in.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import type { SignInOrigin } from '#src/domain/session/session.ts';
import { codeText, readCode, stateOfLink } from '#src/domain/session/sign-in.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { beginSession, type Begun } from './steps/begin-session.ts';

type SpendDeps = Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>;

/**
 * What a browser brings to sign in. `token`: of the link; without one it is the browser that asked, with the code. `typed`: the code.
 * `held`: the token of the session that it has.
 */
export type BroughtLink = {
  token?: string | undefined;
  browser: string | undefined;
  typed?: string | undefined;
  origin: SignInOrigin;
  held: string | undefined;
};

/**
 * Uses a link up and signs its owner in. A mail's link needs the browser that asked for it, or the code that came with it: a scanner
 * that presses buttons burns nothing. Of two at once, one gets in.
 *
 * Refused when there is no such link, it was used, is too old or replaced, or the code is wrong: five wrong ones end it.
 */
export async function spendLink(deps: SpendDeps, brought: BroughtLink): Promise<Outcome<Begun>> {
  const { token, browser } = brought;
  const found = await findBrought(deps, brought);
  if (!found) return refused({ kind: 'sign-in-refused', why: 'bad' });
  const isAsker = found.isAskedBy(browser);
  return transact(deps, async (tx) => {
    const signIn = await lockSignIn(tx, found);
    if (!signIn) return refused({ kind: 'sign-in-refused', why: 'bad' });
    const state = stateOfLink(signIn, isAsker && token !== undefined, tx.now);
    if (state === 'spent' || state === 'old') return refused({ kind: 'sign-in-refused', why: state });
    if (state === 'needs-code') {
      const refusal = await checkCode(deps, tx, signIn, brought.typed);
      if (refusal) return refusal;
    }
    return enter(deps, tx, signIn, brought);
  });
}

async function findBrought(
  { db }: SpendDeps,
  { token, browser }: BroughtLink,
): Promise<StoredSignIn | undefined> {
  if (token !== undefined) return findSignInByToken(db, token);
  return browser === undefined ? undefined : findSignInOfBrowser(db, browser);
}

/** A wrong code counts, so its count must outlive the refusal. */
async function checkCode(
  { keys }: SpendDeps,
  tx: Tx,
  signIn: StoredSignIn,
  typed: string | undefined,
): Promise<ReturnType<typeof refused> | undefined> {
  if (typed === undefined) return refused({ kind: 'sign-in-refused', why: 'needsCode' });
  const digits = readCode(typed);
  if (digits === undefined) return refused({ kind: 'sign-in-refused', why: 'noCode' });
  if (signIn.codeMac && keys.isSigned(codeText(signIn.id, digits), signIn.codeMac)) return undefined;
  await countWrongTry(tx, signIn);
  tx.keepOnRefusal();
  return refused({ kind: 'sign-in-refused', why: 'wrongCode' });
}

async function enter(
  deps: SpendDeps,
  tx: Tx,
  signIn: StoredSignIn,
  { origin, held }: BroughtLink,
): Promise<Outcome<Begun>> {
  const { organizationId, personId, id, how, isLimited } = signIn;
  const person = await getPerson(tx, organizationId, personId);
  const isOurs = await isOnRecord(tx, deps.keys, { organizationId, name: 'sign_in', key: id });
  if (!isOurs)
    deps.log.error(
      { organizationId, personId, signInId: id },
      'A link to sign in was refused: it was made or changed past Largesse; see: largesse audit verify',
    );
  if (!isOurs || person.isDeactivated) return refused({ kind: 'sign-in-refused', why: 'bad' });
  await saveSpent(tx, signIn);
  const replaced = held === undefined ? undefined : await findSessionByToken(tx, held);
  return done(await beginSession(deps, tx, { person, how, isLimited, origin, replaced }));
}
