import type { ActivityKind } from '#src/domain/ledger/activity-kinds.ts';
import type { Tx } from '#src/db/kit/schema.ts';

/** What a line tells of an activity: its ids, never what people wrote. */
export type LoggedActivity = {
  kind: ActivityKind;
  organizationId: string;
  actorId?: string | null;
  subjectId?: string | null;
  recognitionId?: string;
  giftId?: string | null;
  detail?: Record<string, unknown>;
};

/** What of an activity's detail is an id or a name of ours. */
const DETAIL_IDS = [
  'rewardId',
  'approvalId',
  'batch',
  'checkoutId',
  'batchId',
  'codeId',
  'delegateId',
  'departmentId',
  'factorId',
  'from',
  'grantId',
  'itemId',
  'job',
  'keyId',
  'marketplaceId',
  'orderId',
  'refundId',
  'tenderId',
  'productId',
  'resetId',
  'subjectId',
  'to',
  'tokenId',
  'webhookId',
];
/** A line stays a line: of a longer batch it has the first, and `debug` tells each. */
const MOST_IDS = 20;

/**
 * Logs activities as things that were done, once they are committed: one line a kind with the ids, however many there are, since
 * gifts are issued by the hundred. Those of a batch have a debug line each, too.
 */
export function logActivities({ log }: Pick<Tx, 'log'>, activities: readonly LoggedActivity[]): void {
  for (const kind of new Set(activities.map((activity) => activity.kind))) {
    const alike = activities.filter((activity) => activity.kind === kind);
    const [first, ...more] = alike;
    if (first && more.length === 0) log.info(idsOf(first), messageOf(kind));
    if (more.length === 0) continue;
    log.info({ count: alike.length, ...listIds(alike.slice(0, MOST_IDS).map(idsOf)) }, messageOf(kind));
    for (const one of alike) log.debug(idsOf(one), messageOf(kind));
  }
}

/** `gift.issued` as `Gift issued`. */
function messageOf(kind: ActivityKind): string {
  const words = kind.replaceAll(/[.-]/gu, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

type Ids = Record<string, unknown>;

/** It is made for each gift, whatever the level: what is missing is undefined, which no line shows. */
function idsOf({ organizationId, actorId, subjectId, recognitionId, giftId, detail }: LoggedActivity): Ids {
  const ids = {
    organizationId,
    actorId: actorId ?? undefined,
    subjectId: subjectId ?? undefined,
    recognitionId,
    giftId: giftId ?? undefined,
  };
  return detail ? { ...ids, ...pickIds(detail) } : ids;
}

function pickIds(detail: Record<string, unknown>): Ids {
  return Object.fromEntries(Object.entries(detail).filter(([name]) => DETAIL_IDS.includes(name)));
}

/** Each field of a batch as the list of its values, each once: `giftId` as `giftIds`. */
function listIds(ids: readonly Ids[]): Record<string, unknown[]> {
  const names = new Set(ids.flatMap((one) => Object.keys(one)));
  const lists = [...names].map((name): [string, unknown[]] => {
    const values = new Set(ids.map((one) => one[name]).filter((id) => id !== undefined));
    return [`${name}s`, [...values]];
  });
  return Object.fromEntries(lists.filter(([, values]) => values.length > 0));
}
