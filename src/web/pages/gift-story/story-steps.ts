import type { GiftPayment, GiftStory } from '#src/app.ts';
import { reviewReasonText } from '#src/chat/cards/review-reason-text.ts';
import { formatMoney } from '#src/domain/kit/money.ts';
import type { PlainKey, Words } from '#src/words/words.ts';

/** One thing that happened to a gift. `notes`: what is known about it besides. */
export type StoryStep = { at: Date; text: string; notes: string[] };

/** What is said of a kind of activity, with whoever did it. The others are told otherwise, or are nobody's business here. */
const EVENTS = {
  'gift.resent': 'web.gift.event.resent',
  'gift.thanked': 'web.gift.event.thanked',
  'gift.card-chosen': 'web.gift.event.card-chosen',
  'gift.not-bought': 'web.gift.event.not-bought',
  'gift.void-asked': 'web.gift.event.void-asked',
  'gift.released': 'web.gift.event.released',
  'gift.undone': 'web.gift.event.undone',
  'gift.voided': 'web.gift.event.voided',
  'gift.reversed': 'web.gift.event.reversed',
  'gift.expired': 'web.gift.event.expired',
  'gift.bought': 'web.gift.event.bought',
  'code.redeemed': 'web.gift.event.redeemed',
  'code.revealed': 'web.gift.event.revealed',
  'code.reported': 'web.gift.event.reported',
  'code.reissue-asked': 'web.gift.event.reissue-asked',
  'code.reissued': 'web.gift.event.reissued',
} as const satisfies Partial<Record<GiftStory['events'][number]['kind'], PlainKey>>;

/** What happened, in its order, in sentences. */
export function stepsOf(words: Words, story: GiftStory, payment: GiftPayment | undefined): StoryStep[] {
  const steps = [
    asked(words, story),
    ...checked(words, story, payment),
    ...decided(words, story),
    ...given(words, story),
    ...delivered(words, story),
    ...happened(words, story),
  ];
  return steps
    .map((step, index) => ({ step, index }))
    .toSorted((one, other) => one.step.at.getTime() - other.step.at.getTime() || one.index - other.index)
    .map(({ step }) => step);
}

function asked({ say }: Words, { giver, request }: GiftStory): StoryStep {
  const notes = request.gifts > 1 ? [say('web.gift.withOthers', { count: request.gifts - 1 })] : [];
  const text = say('web.gift.asked', { giver, source: sourceText(request.source) });
  return { at: request.askedAt, text, notes };
}

/** A platform’s name, or where else it came from. */
function sourceText(source: string): string {
  return source.charAt(0).toUpperCase() + source.slice(1);
}

function checked(words: Words, story: GiftStory, payment: GiftPayment | undefined): StoryStep[] {
  const { say, locale } = words;
  const { createdAt, currency, department, request } = story;
  const reasons = request.reviewReasons.map((reason) => reviewReasonText(words, reason));
  const left = payment && formatMoney({ amountMinor: payment.leftMinor, currency }, locale);
  const notes = [
    ...reasons,
    ...(left === undefined ? [] : [say('web.gift.leftAfter', { department, left })]),
  ];
  const confirmed = request.confirmedAt
    ? [{ at: request.confirmedAt, text: say('web.gift.confirmed', { giver: story.giver }), notes: [] }]
    : [];
  return [
    ...confirmed,
    {
      at: createdAt,
      text: say(reasons.length > 0 ? 'web.gift.checkedWith' : 'web.gift.checked'),
      notes,
    },
  ];
}

function decided({ say }: Words, { approval }: GiftStory): StoryStep[] {
  if (!approval) return [];
  const { status, requestedAt, decidedAt, decidedBy, reason, decisionReason } = approval;
  const waits = say(decidedAt ? 'web.gift.approvalAsked' : 'web.gift.approval.open');
  const waiting = { at: requestedAt, text: waits, notes: reason ? [reason] : [] };
  if (!decidedAt) return [waiting];
  const by = decidedBy ?? '';
  const text = say(`web.gift.approval.${status}`, { by });
  return [waiting, { at: decidedAt, text, notes: decisionReason ? [`“${decisionReason}”`] : [] }];
}

function given({ say, locale }: Words, story: GiftStory): StoryStep[] {
  if (!story.issuedAt) return [];
  const amount = formatMoney(story, locale);
  const text = say('web.gift.given', { amount, recipient: story.recipient, department: story.department });
  return [{ at: story.issuedAt, text, notes: [] }];
}

/** What has yet to be delivered is not said of a gift that has come to its end without. */
function delivered({ say }: Words, { delivery, issuedAt, status: state }: GiftStory): StoryStep[] {
  if (!delivery || !issuedAt) return [];
  const { status, channel, sentAt, closed } = delivery;
  const tried = Object.entries(closed).map(([way, why]) => say('web.gift.closed', { way, why }));
  if (sentAt && channel && status === 'sent')
    return [
      {
        at: sentAt,
        text: say('web.gift.delivered', { channel: say(`web.gift.channel.${channel}`) }),
        notes: tried,
      },
    ];
  if (state !== 'issued') return [];
  return [{ at: issuedAt, text: say(`web.gift.notDelivered.${status}`), notes: tried }];
}

function happened({ say }: Words, { events, card, recipient }: GiftStory): StoryStep[] {
  return events.flatMap(({ at, kind, doer, operator, reason }) => {
    if (!(kind in EVENTS)) return [];
    const text = say(EVENTS[kind as keyof typeof EVENTS]);
    const by = doer ?? operator;
    const notes = [
      ...(by === null ? [] : [say('web.gift.by', { by })]),
      ...(reason ? [`“${reason}”`] : []),
      ...(kind === 'gift.bought' && card?.name ? [card.name] : []),
      ...(kind === 'code.redeemed' ? [say('web.gift.spendingNotKept', { recipient })] : []),
    ];
    return [{ at, text, notes }];
  });
}
