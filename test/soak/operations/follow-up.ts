import type { Answering } from '../start-teller.ts';
import type { Asked } from '../tally.ts';
import { operatorOf } from '#test/helpers/reads.ts';
import { type Desk, timesAtOnce } from './operation.ts';
import { redeemGift } from './redeem.ts';
import { askForVoid, undo } from './take-back.ts';

export type Known = Asked & { recognitionId: string };
type State = NonNullable<Answering<'queries.recognition.find'>>;

const RECENT = 120;

/** Looks at a request that was accepted lately, and does what somebody may do about it next. */
export async function followUp(desk: Desk): Promise<void> {
  const { bank, random } = desk;
  const recent = bank.tally.known().slice(-RECENT);
  if (recent.length === 0) return;
  const known = random.pick(recent);
  const operator = operatorOf(bank.company.organizationId);
  const seen = await bank.ask(random, 'queries.recognition.find', operator, known.recognitionId);
  if (seen.kind !== 'answered' || !seen.value) return;
  switch (seen.value.recognition.status) {
    case 'awaiting_confirmation':
      return answerQuestion(desk, known);
    case 'issued':
      return useGift(desk, known, seen.value);
    case 'refused':
      return askForFunds(desk, known, seen.value);
    default:
  }
}

/** The giver presses Confirm and Cancel at once, or one of them, once or twice. Somebody else may not. */
async function answerQuestion({ bank, random }: Desk, { recognitionId, giverId }: Known): Promise<void> {
  const { organizationId, members } = bank.company;
  const presses = timesAtOnce(random, 0.4).map(() => (random.chance(0.7) ? 'confirm' : 'cancel'));
  const answers = presses.map(async (press) => {
    const useCase = press === 'confirm' ? 'recognition.confirm' : 'recognition.cancel';
    const asked = { organizationId, recognitionId, giverId, replyTo: null };
    const answer = await bank.ask(random, useCase, asked);
    const isIdle = answer.kind === 'answered' && !(answer.value.ok && answer.value.value.isChanged);
    if (!isIdle) bank.tally.note(`${press}:${recognitionId}`, answer, { isPromised: false });
  });
  const other = random.pick(members.filter(({ id }) => id !== giverId));
  if (random.chance(0.1)) {
    const asked = { organizationId, recognitionId, giverId: other.id };
    const answer = await bank.ask(random, 'recognition.cancel', asked);
    if (answer.kind === 'answered' && answer.value.ok)
      bank.tally.breach(`${other.name} cancelled for another`);
  }
  await Promise.all(answers);
}

async function useGift(desk: Desk, known: Known, { gifts }: State): Promise<void> {
  const { bank, random } = desk;
  const gift = random.pick(gifts);
  const recipient = bank.company.members.find(({ name }) => name === gift.recipientName);
  if (!recipient)
    return bank.tally.breach(`gift ${gift.giftId} is for ${gift.recipientName}, whom nobody hired`);
  if (gift.status === 'redeemed') return random.chance(0.1) ? askForVoid(desk, gift.giftId) : undefined;
  if (random.chance(0.5)) return redeemGift(desk, gift.giftId, recipient);
  if (random.chance(0.7)) return undo(desk, known, { giftId: gift.giftId, all: gifts });
  return askForVoid(desk, gift.giftId);
}

async function askForFunds({ bank, random }: Desk, known: Known, { recognition }: State): Promise<void> {
  const giver = bank.company.byId.get(known.giverId);
  if (!giver || recognition.refusal?.kind !== 'over-budget') return;
  const asked = { person: giver, recognitionId: known.recognitionId };
  const answers = timesAtOnce(random, 0.3).map(async () => {
    const answer = await bank.ask(random, 'approval.requestFunds', asked);
    bank.tally.note(`ask-funds:${known.recognitionId}`, answer, { isPromised: false });
  });
  await Promise.all(answers);
}
