import { countFailure, findBlock, type RateLimit } from '#src/db/kit/rate-limit.ts';
import { transact } from '#src/db/kit/transact.ts';
import { listByRoles } from '#src/db/people/person.ts';
import { HOUR_MS } from '#src/domain/kit/time.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { notify } from '#src/usecases/kit/notify.ts';

/** Where codes are tried: whose, and from which address, where that is known. */
export type CodeTry = { organizationId: string; personId: string; address?: string | undefined };

/** Somebody behind one address may have several accounts, and a company may share one address. */
const PER_ADDRESS: RateLimit = { name: 'codes-address', most: 40, windowMs: HOUR_MS };
const PER_ORGANIZATION: RateLimit = { name: 'codes-organization', most: 200, windowMs: HOUR_MS };

type GuardDeps = Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>;

/** Until when no code is looked at, because too many were wrong: from this address, or in the whole organization. */
export async function findCodeBlock(
  { db }: Pick<Deps, 'db'>,
  { organizationId, address }: CodeTry,
): Promise<Date | undefined> {
  const [here, everywhere] = await Promise.all([
    address === undefined ? undefined : findBlock(db, PER_ADDRESS, `${organizationId} ${address}`),
    findBlock(db, PER_ORGANIZATION, organizationId),
  ]);
  return here ?? everywhere;
}

/** Counts a wrong code, over restarts and for all processes. Admins hear of an address or an organization that is locked by it. */
export async function countWrongCode(
  deps: GuardDeps,
  { organizationId, personId, address }: CodeTry,
): Promise<void> {
  const here =
    address === undefined
      ? undefined
      : await countFailure(deps.db, PER_ADDRESS, `${organizationId} ${address}`);
  const everywhere = await countFailure(deps.db, PER_ORGANIZATION, organizationId);
  if (here) await tellAdmins(deps, { organizationId, subjectId: personId, where: 'address', until: here });
  if (everywhere)
    await tellAdmins(deps, {
      organizationId,
      subjectId: organizationId,
      where: 'everywhere',
      until: everywhere,
    });
}

/** Who is told of what was locked until when; `subjectId` the person whose tries it were, or the organization. */
export type CodeLock = {
  organizationId: string;
  subjectId: string;
  where: 'person' | 'address' | 'everywhere';
  until: Date;
};

/** Tells every admin that codes are being tried out, once for each lock. */
export async function tellAdmins(deps: GuardDeps, lock: CodeLock): Promise<void> {
  const { organizationId, subjectId, where, until } = lock;
  await transact(deps, async (tx) => {
    const admins = await listByRoles(tx, organizationId, ['admin']);
    const detail = { where, until: until.toISOString() };
    await notify(
      deps,
      tx,
      admins.map((personId) => ({
        organizationId,
        personId,
        subjectId,
        kind: 'codes.guessed' as const,
        detail,
      })),
    );
  });
}
