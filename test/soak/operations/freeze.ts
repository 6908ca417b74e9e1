import { setTimeout as sleep } from 'node:timers/promises';
import type { Desk } from './operation.ts';

const RETRY_MS = 200;

/** Freezes a department for a moment. While that is sure, nothing may be given from it. */
export async function freeze({ bank, random }: Desk): Promise<void> {
  const department = random.pick(bank.company.departments);
  const { freezing } = bank.tally;
  if (freezing.has(department.id)) return;
  freezing.add(department.id);
  try {
    const order = { department, actorId: null };
    const frozen = await bank.ask(random, 'budget.freeze', { ...order, isFrozen: true });
    const from = Date.now();
    await sleep(random.between(300, 1_500));
    const until = Date.now();
    if (frozen.kind === 'answered') bank.tally.frosts.push({ departmentId: department.id, from, until });
    for (;;) {
      const thawed = await bank.ask(random, 'budget.freeze', { ...order, isFrozen: false });
      if (thawed.kind === 'answered') return;
      await sleep(RETRY_MS);
    }
  } finally {
    freezing.delete(department.id);
  }
}
