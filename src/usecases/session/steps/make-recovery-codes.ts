import type { Tx } from '#src/db/kit/schema.ts';
import type { FactorOwner } from '#src/db/session/factor.ts';
import { type KeptCode, replaceRecoveryCodes } from '#src/db/session/recovery-code.ts';
import type { RecoveryCode } from '#src/domain/session/recovery-code.ts';
import { hashRecoveryCode, mintRecoveryCodes } from '#src/kit/recovery-codes.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/** New codes, to be shown once, and what is kept of them. */
export type MadeCodes = { codes: RecoveryCode[]; kept: KeptCode[] };

/** Makes ten codes. It takes some thirty milliseconds: call it before anything is locked. */
export async function makeRecoveryCodes({ newId }: Pick<Deps, 'newId'>): Promise<MadeCodes> {
  const codes = mintRecoveryCodes();
  const hashed = await Promise.all(codes.map(hashRecoveryCode));
  return { codes, kept: hashed.map((one) => ({ id: newId(), ...one })) };
}

/** Keeps them in the place of all that a person had. */
export async function saveRecoveryCodes(tx: Tx, owner: FactorOwner, { kept }: MadeCodes): Promise<void> {
  await replaceRecoveryCodes(tx, owner, kept);
}
