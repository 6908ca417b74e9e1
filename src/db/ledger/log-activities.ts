import type { ActivityKind, Tx } from '#src/db/kit/schema.ts';

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

const MESSAGES: Record<ActivityKind, string> = {
  'allowance.set': 'Allowance set',
  'approval.decided': 'Approval decided',
  'approval.delegated': 'Approvals delegated',
  'approval.delegation-ended': 'Delegation ended',
  'budget.frozen': 'Budget frozen',
  'budget.moved': 'Budget moved',
  'budget.set': 'Budget set',
  'budget.topped-up': 'Budget topped up',
  'budget.unfrozen': 'Budget unfrozen',
  'bulk.started': 'Giving in bulk started',
  'code.redeemed': 'Gift redeemed',
  'code.refused': 'Code refused',
  'code.revealed': 'Code shown',
  'gift.delivered': 'Gift delivered',
  'gift.issued': 'Gift issued',
  'gift.released': 'Gift released',
  'gift.reserved': 'Gift reserved',
  'gift.reversed': 'Gift reversed',
  'gift.undone': 'Gift undone',
  'gift.void-asked': 'Void of a gift requested',
  'gift.voided': 'Gift voided',
  'identity.back': 'Chat account back',
  'identity.gone': 'Chat account gone',
  'identity.linked': 'Identity linked',
  'identity.pending': 'Identity waits for an admin',
  'identity.unlinked': 'Identity unlinked',
  'job.retried': 'Failed job retried',
  'organization.changed': 'Organization changed',
  'person.changed-in-chat': 'Person changed in chat',
  'person.deactivated': 'Person deactivated',
  'person.imported': 'Person imported',
  'person.joined': 'Person joined',
  'policy.set': 'Giving rules set',
  'workspace.invited': 'Workspace invited',
  'workspace.joined': 'Workspace joined',
};

/** What of an activity's detail is an id or a name of ours. */
const DETAIL_IDS = ['approvalId', 'batch', 'delegateId', 'departmentId', 'from', 'job', 'subjectId', 'to'];
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
    if (first && more.length === 0) log.info(idsOf(first), MESSAGES[kind]);
    if (more.length === 0) continue;
    log.info({ count: alike.length, ...listIds(alike.slice(0, MOST_IDS).map(idsOf)) }, MESSAGES[kind]);
    for (const one of alike) log.debug(idsOf(one), MESSAGES[kind]);
  }
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
