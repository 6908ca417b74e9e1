import {
  deletePlacedCards,
  type DueCard,
  leaseDueCards,
  saveCardsShown,
  type ShownCard,
} from '#src/db/message/placed-card.ts';
import { transact } from '#src/db/kit/transact.ts';
import { CHAIN_IDS } from '#src/domain/kit/chain-ids.ts';
import { must } from '#src/domain/kit/must.ts';
import type { LeasePlan, NextStep } from '#src/domain/message/sending.ts';
import { cardDigest } from '#src/kit/card-digest.ts';
import type { Attempt, SendOutcome } from '#src/ports/message.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { defineMessageKind } from '#src/usecases/message/steps/define-message-kind.ts';
import { earlier, subjectOf } from '#src/usecases/message/steps/placed-card-of.ts';
import type { Sent } from '#src/usecases/message/steps/sending.ts';
import { type CurrentCard, findCurrentCard, type Found } from './steps/find-current-card.ts';

/** A message with buttons whose subject has changed. `current` is what it shows now. */
export type CardToShow = { leased: DueCard; current: Found<CurrentCard>; channel?: never };

type CardDeps = Pick<Deps, 'db' | 'clock' | 'newId' | 'log' | 'keys' | 'queue' | 'reachable'>;

const replacements = defineMessageKind({
  job: 'update-card',
  chainId: CHAIN_IDS.cards,
  lease: leaseDueCards,
  load: async () => undefined,
  plan,
  since: ({ leased }: CardToShow) => leased.changesAt,
  saveSent,
});

/**
 * Records what came of replacing cards. Whatever the platform refuses for good (the message is gone, the channel is closed)
 * is forgotten; nobody needs to look.
 */
async function record(deps: CardDeps, attempts: readonly Attempt<CardToShow>[]): Promise<NextStep[]> {
  const ended = attempts.filter(({ outcome }) => outcome.status === 'closed');
  const others = attempts.filter(({ outcome }) => outcome.status !== 'closed');
  const steps = await replacements.record(deps, others.map(patiently));
  const givenUp = others.filter((_, index) => steps[index]?.kind === 'fail');
  const forgotten = [...ended, ...givenUp];
  await deletePlacedCards(
    deps.db,
    forgotten.map(({ toSend }) => toSend.leased),
  );
  for (const { toSend, outcome } of forgotten) {
    const { id: cardId, kind, subjectId } = toSend.leased;
    deps.log.debug(
      { cardId, kind, subjectId, outcome: outcome.status },
      'Card forgotten: it cannot be replaced',
    );
  }
  return attempts.map((attempt) => {
    const step = steps[others.indexOf(attempt)];
    return step && step.kind !== 'fail' ? step : { kind: 'done' };
  });
}

/** Replaces cards in chat by what they show now. */
export const cardUpdates = { lease: replacements.lease, record };

/** A refused token is somebody's to mend; until then, the card waits. */
function patiently(attempt: Attempt<CardToShow>): Attempt<CardToShow> {
  const { outcome } = attempt;
  if (outcome.status !== 'failed') return attempt;
  return { ...attempt, outcome: { status: 'later', reason: outcome.reason } satisfies SendOutcome };
}

async function plan(deps: CardDeps, leased: DueCard): Promise<LeasePlan<CardToShow>> {
  const { organizationId, kind, subjectId: id } = leased;
  return {
    kind: 'send',
    toSend: { leased, current: await findCurrentCard(deps, kind, { organizationId, id }) },
  };
}

/** A subject that changed while its card was replaced has it replaced once more. */
async function saveSent(deps: CardDeps, sent: readonly Sent<CardToShow>[]): Promise<void> {
  await transact(deps, async (tx) => {
    tx.after('update-card', await saveCardsShown(tx, sent.map(shownOf), tx.now));
  });
}

function shownOf({ toSend: { leased, current }, card }: Sent<CardToShow>): ShownCard {
  const { kind, subjectId, endsAt } = leased;
  if (current.is !== 'known') {
    return { leased, shown: leased.shown, subject: { kind, subjectId }, changesAt: endsAt };
  }
  const shown = must(card, `card ${leased.id} as it is shown`);
  const subject = subjectOf(shown) ?? (mayFailAgain(current.facts) ? { kind, subjectId } : undefined);
  // Of a balance, the subject is whose it is.
  const about = subject?.kind === 'balance' ? { kind, subjectId } : subject;
  return {
    leased,
    shown: cardDigest(shown),
    subject: about,
    changesAt: earlier(changesAtOf(current.facts), endsAt),
  };
}

/** Its button comes back then. */
function mayFailAgain({ kind, facts }: CurrentCard): boolean {
  return kind === 'undelivered' && facts.since === 'on-its-way';
}

/** When a card stops being true by itself. */
function changesAtOf({ facts }: CurrentCard): Date | undefined {
  return 'update' in facts && facts.update.kind === 'issued' ? facts.update.undoUntil : undefined;
}

export type { CurrentCard, CurrentCards } from './steps/find-current-card.ts';
