import type { Tx } from '#src/db/kit/schema.ts';
import { insertActivities } from '#src/db/ledger/activity.ts';
import {
  findFactorState,
  findSealedFactor,
  type SealedFactor,
  takeTimeStep,
} from '#src/db/session/factor.ts';
import { findRecoveryCode, useRecoveryCode } from '#src/db/session/recovery-code.ts';
import { findWrongCodes } from '#src/db/session/wrong-codes.ts';
import { MINUTE_MS } from '#src/domain/kit/time.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import type { Person } from '#src/domain/people/person.ts';
import type { FactorWay } from '#src/domain/session/factor.ts';
import { pauseAfter, WRONG_CODES_WINDOW_MS } from '#src/domain/session/factor-pause.ts';
import { parseAppCode, parseRecoveryCode, type RecoveryCode } from '#src/domain/session/recovery-code.ts';
import { isRecoveryCode } from '#src/kit/recovery-codes.ts';
import { timeStepOf } from '#src/kit/totp.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { notify } from '#src/usecases/kit/notify.ts';
import { openFactor } from './open-factor.ts';
import { refusalOfAlteredFactor } from './refuse-altered-factor.ts';

type TakeDeps = Pick<Deps, 'newId' | 'keys' | 'log'>;

/** What was passed: `codesLeft` recovery codes are not used. */
export type PassedFactor = { way: FactorWay; codesLeft: number };

type Typed = { way: 'totp'; digits: string } | { way: 'recovery'; code: RecoveryCode };

/**
 * Takes a code of a locked person's app, or one for when it is lost. Each is taken once. A wrong one, one that was taken before and
 * one of long ago get the same refusal, and count: each makes the next one wait longer. What cannot be a code at all costs nothing.
 *
 * Wrong codes of the app do not make the others wait: whoever guesses keeps nobody out who has those.
 */
export async function takeFactorCode(
  deps: TakeDeps,
  tx: Tx,
  person: Person,
  typed: string,
): Promise<Outcome<PassedFactor>> {
  const { organizationId, id: personId, name } = person;
  if (person.isDeactivated) return refused({ kind: 'inactive-person', name });
  const read = readTyped(typed);
  if (!read) return refused({ kind: 'mistyped-factor-code' });
  const factor = await findSealedFactor(tx, { organizationId, personId }, 'in-use');
  if (!factor) return refused({ kind: 'no-factor' });
  const altered = await refusalOfAlteredFactor(deps, tx, { organizationId, name: 'factor', key: factor.id });
  if (altered) return refused(altered);
  const until = await findPause(tx, person, read.way);
  if (until) {
    const minutes = Math.ceil((until.getTime() - tx.now.getTime()) / MINUTE_MS);
    return refused({ kind: 'factor-paused', minutes });
  }
  const taken =
    read.way === 'totp'
      ? await takeDigits(deps, tx, factor, read)
      : await takeRecovery(deps, tx, person, read);
  if (!taken.ok) return taken;
  return taken.value
    ? pass(deps, tx, person, { way: read.way, ...taken.value })
    : refuse(deps, tx, person, read.way);
}

function readTyped(typed: string): Typed | undefined {
  const digits = parseAppCode(typed);
  if (digits !== undefined) return { way: 'totp', digits };
  const code = parseRecoveryCode(typed);
  return code && { way: 'recovery', code };
}

async function findPause(tx: Tx, { organizationId, id }: Person, way: FactorWay): Promise<Date | undefined> {
  const since = new Date(tx.now.getTime() - WRONG_CODES_WINDOW_MS);
  const wrongAt = await findWrongCodes(tx, { organizationId, personId: id }, { way, since });
  return pauseAfter(wrongAt, tx.now);
}

/** What was used up, by its id; null when the code is wrong. */
type Taken = Outcome<Record<string, string> | null>;

async function takeDigits(
  deps: TakeDeps,
  tx: Tx,
  factor: SealedFactor,
  { digits }: { digits: string },
): Promise<Taken> {
  const secret = await openFactor(deps, factor);
  if (!secret.ok) return secret;
  const step = timeStepOf({ secret: secret.value, digits, at: tx.now });
  const isNew = step !== undefined && (await takeTimeStep(tx, factor, step));
  return done(isNew ? { factorId: factor.id } : null);
}

async function takeRecovery(
  deps: TakeDeps,
  tx: Tx,
  { organizationId, id: personId }: Person,
  { code }: { code: RecoveryCode },
): Promise<Taken> {
  const kept = await findRecoveryCode(tx, { organizationId, personId }, code.selector);
  if (!kept || !(await isRecoveryCode(code, kept))) return done(null);
  const row = { organizationId, name: 'recovery_code' as const, key: kept.id };
  const altered = await refusalOfAlteredFactor(deps, tx, row);
  if (altered) return refused(altered);
  return done((await useRecoveryCode(tx, { organizationId, id: kept.id })) ? { codeId: kept.id } : null);
}

async function pass(
  deps: TakeDeps,
  tx: Tx,
  { organizationId, id: personId }: Person,
  detail: { way: FactorWay; codeId?: string },
): Promise<Outcome<PassedFactor>> {
  const { codesLeft } = await findFactorState(tx, { organizationId, personId });
  await insertActivities(tx, [
    {
      organizationId,
      id: deps.newId(),
      at: tx.now,
      kind: 'factor.passed',
      actorId: personId,
      detail: { ...detail, codesLeft },
    },
  ]);
  const { way, codeId } = detail;
  if (codeId !== undefined) {
    const told = { kind: 'factor.recovery-used' as const, detail: { left: codesLeft } };
    await notify(deps, tx, [{ organizationId, personId, subjectId: codeId, ...told }]);
  }
  return done({ way, codesLeft });
}

/** A wrong code counts towards the pause, so its record must outlive the refusal. */
async function refuse(
  deps: TakeDeps,
  tx: Tx,
  { organizationId, id: actorId }: Person,
  way: FactorWay,
): Promise<Outcome<PassedFactor>> {
  await insertActivities(tx, [
    { organizationId, id: deps.newId(), at: tx.now, kind: 'factor.refused', actorId, detail: { way } },
  ]);
  tx.keepOnRefusal();
  return refused({ kind: 'factor-refused' });
}
