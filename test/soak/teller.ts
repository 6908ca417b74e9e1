import { configFrom, readEnv } from '#src/config.ts';
import { LostAnswer } from '#src/domain/kit/lost-answer.ts';
import { createLog } from '#src/kit/log.ts';
import { openCore } from '#src/process/open-core.ts';
import type { JobName } from '#src/ports/queue.ts';

/** What the bank asks a teller to do: a use case by its name, or `ring`, which rings for rows as a second bell would. */
export type Order = { id: number; useCase: string; args: unknown[] };

/** `isLost`: the product itself says that it cannot tell whether it was done. */
export type Reply = { id: number } & ({ value: unknown } | { fault: string; isLost: boolean });

type UseCase = (...args: unknown[]) => Promise<unknown>;

const config = configFrom(readEnv());
const core = await openCore(config, { log: createLog(config.logLevel), allowGuest: false });
const useCases: Record<string, UseCase | undefined> = {
  ...(core.app as unknown as Record<string, UseCase>),
  ring: async (job, ids) => (await core.queue()).ring(job as JobName, ids as string[]),
};

process.on('message', (order: Order) => void serve(order));
// Whoever ends the bank, no teller stays behind.
process.on('disconnect', () => process.exit());
process.send?.('ready');

async function serve({ id, useCase, args }: Order): Promise<void> {
  reply(await answer(id, useCase, args));
}

async function answer(id: number, name: string, args: unknown[]): Promise<Reply> {
  try {
    const useCase = useCases[name];
    if (!useCase) throw new Error(`there is no use case ${name}`);
    return { id, value: await useCase(...args) };
  } catch (error) {
    return { id, fault: String(error), isLost: error instanceof LostAnswer };
  }
}

function reply(said: Reply): void {
  if (process.connected) process.send?.(said);
}
