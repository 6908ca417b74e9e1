import type { Known } from './follow-up.ts';
import { type Desk, timesAtOnce } from './operation.ts';

/** The giver takes one gift back, or all of a request, once or twice at the same moment. */
export async function undo(
  { bank, random }: Desk,
  { giverId, recognitionId }: Known,
  { giftId, all }: { giftId: string; all: readonly { giftId: string }[] },
): Promise<void> {
  const person = bank.company.byId.get(giverId);
  if (!person) throw new Error(`nobody has the id ${giverId}`);
  const of = random.chance(0.5) ? { giftId } : { recognitionId };
  const meant = 'giftId' in of ? [giftId] : all.map((gift) => gift.giftId);
  const presses = timesAtOnce(random, 0.4).map(async () => {
    const answer = await bank.ask(random, 'gift.undo', { person, of });
    if (answer.kind === 'lost') for (const id of meant) bank.tally.count(`undo:${id}`, 'maybe');
    if (answer.kind !== 'answered' || !answer.value.ok) return;
    for (const gift of answer.value.value.undone) bank.tally.count(`undo:${gift.giftId}`, 'done');
  });
  await Promise.all(presses);
}

/** HR or finance asks that a gift is taken back, which a second person decides. */
export async function askForVoid({ bank, random }: Desk, giftId: string): Promise<void> {
  const { members } = bank.company;
  const person = random.pick(members.filter(({ role }) => role === 'hr' || role === 'finance'));
  const asks = timesAtOnce(random, 0.3).map(async () => {
    const reason = bank.tally.newToken();
    const answer = await bank.ask(random, 'approval.requestVoid', { person, giftId, reason });
    bank.tally.note(`ask-void:${reason}`, answer, { isPromised: false });
  });
  await Promise.all(asks);
}
