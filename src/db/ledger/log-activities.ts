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

const MESSAGES: Record<ActivityKind, string> = {
  'allowance.set': 'Allowance set',
  'approval.decided': 'Approval decided',
  'approval.delegated': 'Approvals delegated',
  'approval.delegation-ended': 'Delegation ended',
  'budget.brought-home': 'Money of earlier periods brought home',
  'budget.frozen': 'Budget frozen',
  'budget.moved': 'Budget moved',
  'budget.set': 'Budget set',
  'budget.topped-up': 'Budget topped up',
  'budget.unfrozen': 'Budget unfrozen',
  'budget.written-off': 'Overdraft written off',
  'bulk.started': 'Giving in bulk started',
  'checkout.authorized': 'Checkout authorized',
  'checkout.captured': 'Checkout captured',
  'checkout.confirmed': 'Checkout paid in full by another method',
  'checkout.declined': 'Checkout declined by another method',
  'checkout.expired': 'Checkout expired',
  'checkout.payment-refused': 'Another payment method refused',
  'checkout.refunded': 'Checkout refunded',
  'checkout.voided': 'Checkout voided',
  'catalogue.set': 'Store item set',
  'code.redeemed': 'Gift redeemed',
  'code.refused': 'Code refused',
  'code.reissue-asked': 'New code requested',
  'code.reissued': 'Code replaced',
  'code.reported': 'Code reported',
  'code.resealed': 'Code sealed anew',
  'code.revealed': 'Code shown',
  'department.changed': 'Department changed',
  'factor-policy.set': 'Second factor policy set',
  'factor.added': 'Second factor added',
  'factor.begun': 'Second factor begun',
  'factor.codes-renewed': 'Recovery codes renewed',
  'factor.ended': 'Second factor ended',
  'factor.passed': 'Second factor passed',
  'factor.refused': 'Second factor refused',
  'factor.resealed': 'Second factor sealed anew',
  'factor.reset': 'Second factor reset',
  'factor.reset-asked': 'Reset of a second factor requested',
  'factor.reset-declined': 'Reset of a second factor declined',
  'gift.bought': 'Gift card bought',
  'gift.card-chosen': 'Gift card chosen',
  'gift.not-bought': 'Gift card not bought',
  'gift.delivered': 'Gift delivered',
  'directory.group-mapped': 'Group of a directory made a department',
  'directory.leavers-allowed': 'Directory allowed to deactivate more people',
  'gift.expired': 'Gift expired',
  'gift.issued': 'Gift issued',
  'gift.released': 'Gift released',
  'gift.reserved': 'Gift reserved',
  'gift.resent': 'Gift message asked for again',
  'gift.reversed': 'Gift reversed',
  'gift.thanked': 'Giver thanked',
  'gift.undone': 'Gift undone',
  'gift.void-asked': 'Void of a gift requested',
  'gift.voided': 'Gift voided',
  'guard.fired': 'Guard rule fired',
  'guard.set': 'Guard rules set',
  'identity.back': 'Chat account back',
  'identity.gone': 'Chat account gone',
  'identity.linked': 'Identity linked',
  'identity.pending': 'Identity waits for an admin',
  'identity.unlinked': 'Identity unlinked',
  'job.retried': 'Failed job retried',
  'key.promoted': 'Key made the one that writes',
  'key.retired': 'Key retired',
  'person.changed': 'Person changed',
  'marketplace.added': 'Marketplace added',
  'order.cancelled': 'Order cancelled',
  'order.fulfilled': 'Order fulfilled',
  'order.placed': 'Order placed',
  'order.refunded': 'Order refunded',
  'order.revealed': 'What an order brought shown to its owner',
  'order.started': 'Order taken on',
  'organization.changed': 'Organization changed',
  'person.changed-in-chat': 'Person changed in chat',
  'person.deactivated': 'Person deactivated',
  'person.imported': 'Person imported',
  'person.joined': 'Person joined',
  'person.reactivated': 'Person brought back',
  'policy.set': 'Giving rules set',
  'promo.expired': 'Promotional credit expired',
  'promo.granted': 'Promotional credit granted',
  'promo.return-asked': 'Return of promotional credit requested',
  'promo.taken-back': 'Promotional credit taken back',
  'recognition.ended': 'Request ended without a gift',
  'recognition.taken-over': 'Waiting requests taken over',
  'reward.bought': 'Reward bought',
  'reward.rejected': 'Reward not bought',
  'reward.revealed': 'Reward shown to its owner',
  'session.ended': 'Signed out',
  'session.opened': 'Signed in',
  'session.stepped-up': 'Second factor given',
  'token.ended': 'API token ended',
  'token.made': 'API token made',
  'wallet.adjusted': 'Money of a closed wallet moved on',
  'stock.recalled': 'Codes recalled from stock',
  'stock.resealed': 'Codes in stock sealed anew',
  'stock.returned': 'Code returned to stock',
  'stock.set': 'Stock product set',
  'stock.taken': 'Code taken from stock',
  'stock.uploaded': 'Codes put in stock',
  'wallet.closed': 'Wallet closed',
  'wallet.closing-asked': 'Closing of a wallet requested',
  'wallet.frozen': 'Wallet frozen',
  'wallet.honoured': 'Funds of a wallet honoured',
  'wallet.unfrozen': 'Wallet unfrozen',
  'webhook.created': 'Webhook made',
  'webhook.deleted': 'Webhook deleted',
  'webhook.disabled': 'Webhook disabled',
  'webhook.paused': 'Webhook paused',
  'webhook.pinged': 'Webhook tried out',
  'webhook.replayed': 'Events sent to a webhook again',
  'webhook.resealed': 'Secret of a webhook sealed anew',
  'webhook.resumed': 'Webhook resumed',
  'webhook.rotated': 'Secret of a webhook replaced',
  'workspace.invited': 'Workspace invited',
  'workspace.joined': 'Workspace joined',
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
