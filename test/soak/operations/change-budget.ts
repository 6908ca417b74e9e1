import { randomUUID } from 'node:crypto';
import { operatorOf } from '#test/helpers/reads.ts';
import { type Desk, timesAtOnce } from './operation.ts';
import type { Department } from '#src/domain/people/department.ts';

/** Sets a budget: mostly to a little more than what was given, now and then below that, which is refused. */
export async function setBudget({ bank, random }: Desk): Promise<void> {
  const department = random.pick(bank.company.departments);
  const shown = await bank.ask(
    random,
    'queries.budget.get',
    operatorOf(department.organizationId),
    department.id,
  );
  if (shown.kind !== 'answered' || !shown.value.ok) return;
  const { grantedMinor, leftMinor } = shown.value.value;
  const wanted = grantedMinor - leftMinor + BigInt(random.between(-500, 4_000));
  const amountMinor = wanted > 0n ? wanted : 0n;
  const answer = await bank.ask(random, 'budget.set', { department, amountMinor, actorId: null });
  bank.tally.note(`set:${department.id}:${amountMinor}`, answer, { isPromised: false });
}

/** Tops a department up; the same top-up twice is one. */
export async function topUp({ bank, random }: Desk): Promise<void> {
  const department = random.pick(bank.company.departments);
  const amountMinor = BigInt(random.between(1, 500));
  const topUpOf = { id: randomUUID(), department, amountMinor, reason: '', actorId: null };
  const tries = timesAtOnce(random, 0.4).map(async () => {
    const answer = await bank.ask(random, 'budget.topUp', topUpOf);
    const certainty = answer.kind === 'answered' ? 'done' : 'maybe';
    bank.tally.count(`top-up:${topUpOf.id}:${department.id}:${amountMinor}`, certainty);
  });
  await Promise.all(tries);
}

/** Moves money from one department to another, in both directions at once now and then; the same move twice is one. */
export async function move(desk: Desk): Promise<void> {
  const { bank, random } = desk;
  const [from, to] = random.shuffle(bank.company.departments) as [Department, Department];
  const pairs = random.chance(0.4)
    ? [
        { from, to },
        { from: to, to: from },
      ]
    : [{ from, to }];
  const moves = pairs.map(async (pair) => {
    const amountMinor = BigInt(random.between(1, 2_000));
    const moveOf = { ...pair, id: randomUUID(), amountMinor, reason: 'evened out', actorId: null };
    const effect = `move:${moveOf.id}:${pair.from.id}:${pair.to.id}:${amountMinor}`;
    const tries = timesAtOnce(random, 0.4).map(async () => {
      const answer = await bank.ask(random, 'budget.move', moveOf);
      bank.tally.note(effect, answer, { isPromised: false });
    });
    await Promise.all(tries);
  });
  await Promise.all(moves);
}
