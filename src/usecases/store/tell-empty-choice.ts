import { transact } from '#src/db/kit/transact.ts';
import { listHr } from '#src/db/message/delivery.ts';
import { type Money, storeMoney } from '#src/domain/kit/money.ts';
import { dayOf } from '#src/domain/kit/period.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { notify } from '#src/usecases/kit/notify.ts';

/** Tells HR, once a day for each amount, that somebody is to choose a gift card and the catalogue has none for them. */
export async function tellEmptyChoice(
  deps: Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log'>,
  { organizationId, money }: { organizationId: string; money: Money },
): Promise<void> {
  await transact(deps, async (tx) => {
    const detail = { money: storeMoney(money), day: dayOf(tx.now, 'UTC') };
    const about = { organizationId, subjectId: organizationId, kind: 'gift.no-card' as const, detail };
    const hr = await listHr(tx, organizationId);
    await notify(
      deps,
      tx,
      hr.map((personId) => ({ ...about, personId })),
    );
  });
}
