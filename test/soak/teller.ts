import { sql } from 'kysely';
import { configFrom, readEnv } from '#src/config.ts';
import { LostAnswer } from '#src/domain/kit/lost-answer.ts';
import { createLog } from '#src/kit/log.ts';
import { openCore } from '#src/process/open-core.ts';
import type { JobName } from '#src/ports/queue.ts';

/** What the bank asks a teller to do: a use case by its name, or `enqueue`, which enqueues rows a second time. */
export type TellerCall = { id: number; useCase: string; args: unknown[] };

/** `isLost`: the product itself says that it cannot tell whether it was done. */
export type Reply = { id: number } & ({ value: unknown } | { fault: string; isLost: boolean });

type UseCase = (...args: unknown[]) => Promise<unknown>;
type Group = { [name: string]: UseCase | Group | undefined };

const config = configFrom(readEnv());
const log = createLog(config.logLevel, { role: 'teller' });
const core = await openCore(config, { log, allowFollower: false });
/** For this one, gifts with a last day are over. */
const LATER_MS = 3 * 86_400_000;
const clock = { now: () => new Date(Date.now() + LATER_MS) };
const later = await openCore(config, { log, allowFollower: false, clock });
const useCases: Group = {
  ...(core.app as unknown as Group),
  later: { expireGift: async (giftId) => expireGift(giftId as string) },
  enqueue: async (job, ids) => (await core.queue()).enqueue(job as JobName, ids as string[]),
};

process.on('message', (call: TellerCall) => void serve(call));
// Whoever ends the bank, no teller stays behind.
process.on('disconnect', () => process.exit());
process.send?.('ready');

/** Those who hear of it need not wait until then. */
async function expireGift(giftId: string): Promise<void> {
  await later.app.gift.advanceClaim(giftId);
  await sql`update notification set due_at = now() where due_at > now() + interval '1 day'`.execute(later.db);
}

async function serve({ id, useCase, args }: TellerCall): Promise<void> {
  reply(await answer(id, useCase, args));
}

async function answer(id: number, name: string, args: unknown[]): Promise<Reply> {
  try {
    const useCase = findUseCase(name);
    if (!useCase) throw new Error(`there is no use case ${name}`);
    return { id, value: await useCase(...args) };
  } catch (error) {
    return { id, fault: String(error), isLost: error instanceof LostAnswer };
  }
}

/** By its nouns and its verb, with dots between. */
function findUseCase(name: string): UseCase | undefined {
  let found: UseCase | Group | undefined = useCases;
  for (const part of name.split('.')) found = typeof found === 'object' ? found[part] : undefined;
  return typeof found === 'function' ? found : undefined;
}

function reply(said: Reply): void {
  if (process.connected) process.send?.(said);
}
