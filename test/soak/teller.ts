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
const core = await openCore(config, {
  log: createLog(config.logLevel, { role: 'teller' }),
  allowFollower: false,
});
const useCases: Group = {
  ...(core.app as unknown as Group),
  enqueue: async (job, ids) => (await core.queue()).enqueue(job as JobName, ids as string[]),
};

process.on('message', (call: TellerCall) => void serve(call));
// Whoever ends the bank, no teller stays behind.
process.on('disconnect', () => process.exit());
process.send?.('ready');

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
