import type { Asked } from '../tally.ts';
import type { Desk } from './operation.ts';
import { amountOf } from './plan-gift.ts';
import type { BulkGift } from '#src/domain/recognition/bulk.ts';

/** HR gives a list; the same list again, by another teller at the same time or once the first one is done. */
export async function giveInBulk(desk: Desk): Promise<void> {
  const { bank, random } = desk;
  const giver = random.pick(bank.company.members.filter(({ role }) => role === 'hr'));
  const rows = planRows(desk, giver.id, random.between(5, 15));
  const gifts = rows.map(giftOf);

  async function run(): Promise<void> {
    const answer = await bank.ask(random, 'recognition.giveInBulk', giver, gifts);
    for (const [index, row] of rows.entries()) {
      if (answer.kind === 'answered') {
        bank.tally.take(row);
        const status = answer.value[index]?.status;
        if (status === 'given' || status === 'waiting') bank.tally.count(`bulk:${row.token}`, 'done');
      } else row.taken.maybe += 1;
    }
  }
  if (random.chance(0.5)) await Promise.all([run(), run()]);
  else {
    await run();
    await run();
  }
}

/** Rows for people of any department, at the expense of any department. */
export function planRows({ bank, random }: Desk, giverId: string, count: number): Asked[] {
  return Array.from({ length: count }, () =>
    bank.tally.plan({
      giverId,
      departmentId: random.pick(bank.company.departments).id,
      recipientIds: [random.pick(bank.company.members.filter(({ id }) => id !== giverId)).id],
      amountMinor: BigInt(random.between(1, 100)),
      isBulk: true,
    }),
  );
}

function giftOf(row: Asked): BulkGift {
  return {
    key: row.token,
    recipientId: row.recipientIds[0] ?? '',
    departmentId: row.departmentId,
    amount: amountOf(row),
    currency: 'USD',
    occasion: '',
    message: row.token,
  };
}
