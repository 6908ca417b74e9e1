import { timingSafeEqual } from 'node:crypto';
import { hashOfToken } from '#src/db/kit/random-token.ts';
import type { Reader, Schema, Tx } from '#src/db/kit/schema.ts';
import type { SignIn } from '#src/domain/session/sign-in.ts';

/** A link as stored. `isAskedBy`: whether this browser asked for it. */
export type StoredSignIn = SignIn & {
  codeMac: Buffer | null;
  isAskedBy: (browser: string | undefined) => boolean;
};

type Row = Omit<Schema['sign_in'], 'is_limited' | 'tries' | 'spent_at' | 'replaced_at'> & {
  is_limited: boolean;
  tries: number;
  spent_at: Date | null;
  replaced_at: Date | null;
};

function signInOf(row: Row): StoredSignIn {
  return {
    organizationId: row.organization_id,
    id: row.id,
    personId: row.person_id,
    how: row.how,
    isLimited: row.is_limited,
    tries: row.tries,
    expiresAt: row.expires_at,
    spentAt: row.spent_at,
    replacedAt: row.replaced_at,
    codeMac: row.code_mac,
    isAskedBy: (browser) =>
      browser !== undefined &&
      row.browser_hash !== null &&
      timingSafeEqual(row.browser_hash, hashOfToken(browser)),
  };
}

/** `token` is missing until a mail is written, `browser` where it came by chat: the reader has no browser yet. */
export type NewSignIn = Pick<
  SignIn,
  'organizationId' | 'id' | 'personId' | 'how' | 'isLimited' | 'expiresAt'
> & {
  token?: string;
  browser?: string;
};

/** Makes a link, in place of those of the same way that the person has not used: only the newest lives. */
export async function insertSignIn(tx: Tx, signIn: NewSignIn): Promise<void> {
  const { organizationId, personId, how, token, browser } = signIn;
  await tx
    .updateTable('sign_in')
    .set({ replaced_at: tx.now })
    .where('organization_id', '=', organizationId)
    .where('person_id', '=', personId)
    .where('how', '=', how)
    .where('spent_at', 'is', null)
    .where('replaced_at', 'is', null)
    .execute();
  await tx
    .insertInto('sign_in')
    .values({
      organization_id: organizationId,
      id: signIn.id,
      person_id: personId,
      how,
      is_limited: signIn.isLimited,
      token_hash: token === undefined ? null : hashOfToken(token),
      code_mac: null,
      browser_hash: browser === undefined ? null : hashOfToken(browser),
      made_at: tx.now,
      expires_at: signIn.expiresAt,
    })
    .execute();
}

/** Lets the mailed links that people have not used sign nobody in any more. */
export async function saveMailedReplaced(
  tx: Tx,
  organizationId: string,
  personIds: readonly string[],
): Promise<void> {
  if (personIds.length === 0) return;
  await tx
    .updateTable('sign_in')
    .set({ replaced_at: tx.now })
    .where('organization_id', '=', organizationId)
    .where('person_id', 'in', personIds)
    .where('how', '=', 'mail')
    .where('spent_at', 'is', null)
    .where('replaced_at', 'is', null)
    .execute();
}

/** What a mail is written with; whatever was written for the same link before is worth nothing from then on. */
export type Written = { token: string; codeMac: Uint8Array; expiresAt: Date };

/** Writes a mail's link; false when it was used or replaced meanwhile. */
export async function saveWritten(
  tx: Tx,
  { organizationId, id }: Pick<SignIn, 'organizationId' | 'id'>,
  { token, codeMac, expiresAt }: Written,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('sign_in')
    .set({ token_hash: hashOfToken(token), code_mac: Buffer.from(codeMac), expires_at: expiresAt })
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .where('spent_at', 'is', null)
    .where('replaced_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** The link with this token, whatever has become of it. */
export async function findSignInByToken(db: Reader, token: string): Promise<StoredSignIn | undefined> {
  const row = await db
    .selectFrom('sign_in')
    .selectAll()
    .where('token_hash', '=', hashOfToken(token))
    .executeTakeFirst();
  return row && signInOf(row);
}

/** The newest link that this browser asked for. */
export async function findSignInOfBrowser(db: Reader, browser: string): Promise<StoredSignIn | undefined> {
  const row = await db
    .selectFrom('sign_in')
    .selectAll()
    .where('browser_hash', '=', hashOfToken(browser))
    .orderBy('made_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && signInOf(row);
}

type Key = Pick<SignIn, 'organizationId' | 'id'>;

/** Of two who use a link at once, one gets it. */
export async function lockSignIn(tx: Tx, { organizationId, id }: Key): Promise<StoredSignIn | undefined> {
  const row = await tx
    .selectFrom('sign_in')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row && signInOf(row);
}

export async function saveSpent(tx: Tx, { organizationId, id }: Key): Promise<void> {
  await tx
    .updateTable('sign_in')
    .set({ spent_at: tx.now })
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .execute();
}

export async function countWrongTry(tx: Tx, { organizationId, id }: Key): Promise<void> {
  await tx
    .updateTable('sign_in')
    .set((eb) => ({ tries: eb('tries', '+', 1) }))
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .execute();
}

/** Forgets the links of a person that expired before an instant. */
export async function deleteOldSignIns(
  tx: Tx,
  { organizationId, personId, before }: { organizationId: string; personId: string; before: Date },
): Promise<void> {
  await tx
    .deleteFrom('sign_in')
    .where('organization_id', '=', organizationId)
    .where('person_id', '=', personId)
    .where('expires_at', '<', before)
    .execute();
}
