import { z } from 'zod';
import { idOfProviderKey } from '#src/domain/reward/provider-key.ts';
import type { ProviderOutcome } from '#src/ports/provider-outcome.ts';
import type { ProviderPurchase } from '#src/ports/rewards.ts';
import { type Amazon, call } from './call.ts';
import { amountShape, moneyFrom } from './funds.ts';
import { withoutBlock } from './without-block.ts';

const PAGE_SIZE = 1_000;

const rowShape = z.looseObject({
  activityStatus: z.string(),
  activityTime: z.union([z.string(), z.number()]),
  activityType: z.string(),
  cardValue: amountShape.nullish(),
  gcId: z.string().nullish(),
  requestId: z.string().nullish(),
});
type Row = z.infer<typeof rowShape>;

const pageShape = z.looseObject({
  cardActivityList: z.array(z.unknown()),
  totalNumberOfTransactionsInRequestedTimeFrame: z.number(),
});

type Span = { from: Date; to: Date };
type Rows = ProviderOutcome<{ rows: Row[] }>;

/** Our purchases in a time: what was made with an id of ours, and whether it was cancelled in that time. */
export async function listActivity(
  amazon: Amazon,
  span: Span,
): Promise<ProviderOutcome<{ purchases: ProviderPurchase[] }>> {
  const read = await readRows(amazon, span);
  return read.kind === 'ok' ? { kind: 'ok', purchases: purchasesIn(amazon, read.rows) } : read;
}

/**
 * Halves the time until a page holds all of it: what `pageIndex` counts, Amazon does not say, and its clients differ.
 */
async function readRows(amazon: Amazon, span: Span): Promise<Rows> {
  const page = await readPage(amazon, span);
  if (page.kind !== 'ok' || page.total <= PAGE_SIZE) return page;
  const middle = new Date((span.from.getTime() + span.to.getTime()) / 2);
  if (middle.getTime() - span.from.getTime() < 1_000) {
    return { kind: 'unknown', fault: 'Amazon lists more purchases in a second than it shows' };
  }
  const first = await readRows(amazon, { from: span.from, to: middle });
  if (first.kind !== 'ok') return first;
  const second = await readRows(amazon, { from: middle, to: span.to });
  return second.kind === 'ok' ? { kind: 'ok', rows: [...first.rows, ...second.rows] } : second;
}

async function readPage(
  amazon: Amazon,
  { from, to }: Span,
): Promise<ProviderOutcome<{ rows: Row[]; total: number }>> {
  const { partnerId } = amazon.config;
  const request = {
    requestId: `${partnerId}${amazon.clock.now().getTime()}`,
    partnerId,
    utcStartDate: secondsOf(from),
    utcEndDate: secondsOf(new Date(to.getTime() + 999)),
    pageIndex: 0,
    pageSize: PAGE_SIZE,
    showNoOps: false,
  };
  const called = await call(amazon, 'GetGiftCardActivityPage', {
    body: JSON.stringify(request),
    shape: pageShape,
  });
  if (called.kind === 'blocked') return withoutBlock(called);
  if (called.kind !== 'ok') return called;
  const { cardActivityList, totalNumberOfTransactionsInRequestedTimeFrame: total } = called.answer;
  const rows = cardActivityList.map((row) => rowShape.safeParse(row));
  if (rows.some(({ success }) => !success)) {
    return { kind: 'unknown', fault: 'Amazon’s list of purchases cannot be read' };
  }
  return { kind: 'ok', total, rows: rows.flatMap(({ data }) => data ?? []) };
}

/** `2026-11-29T08:15:00`, in UTC. */
function secondsOf(time: Date): string {
  return time.toISOString().slice(0, 19);
}

function purchasesIn({ config }: Amazon, rows: readonly Row[]): ProviderPurchase[] {
  const done = rows.filter(({ activityStatus }) => activityStatus === 'SUCCESS');
  const cancelled = new Set(
    done
      .filter(({ activityType }) => /^cancel/iu.test(activityType))
      .map((row) => keyOf(config.partnerId, row)),
  );
  const made = done.flatMap((row) => {
    const key = keyOf(config.partnerId, row);
    if (!/^create/iu.test(row.activityType) || !key || !row.gcId || !row.cardValue) return [];
    const face = moneyFrom(row.cardValue);
    const state = cancelled.has(key) ? ('cancelled' as const) : ('bought' as const);
    return [{ key, providerRef: row.gcId, face, state, at: new Date(row.activityTime) }];
  });
  const unique = new Map(made.map((purchase) => [purchase.key, purchase]));
  return [...unique.values()].toSorted((a, b) => a.at.getTime() - b.at.getTime());
}

/** With or without the partner's id: clients of Amazon saw both. */
function keyOf(partnerId: string, { requestId }: Row): string | undefined {
  return idOfProviderKey((requestId ?? '').replace(partnerId, ''));
}
