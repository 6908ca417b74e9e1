import type { Member } from '../company.ts';
import type { Asked } from '../tally.ts';
import { type Desk, timesAtOnce } from './operation.ts';
import { amountOf, pickAmountMinor, pickGiver, pickRecipients } from './plan-gift.ts';
import type { PersonRef } from '#src/domain/people/person-ref.ts';

/** Asks to give to one or several, often twice at the same moment, and later once more. */
export async function give(desk: Desk): Promise<void> {
  const { tally } = desk.bank;
  const giver = pickGiver(desk);
  const recipients = pickRecipients(desk, giver);
  const asked = tally.plan({
    giverId: giver.id,
    departmentId: giver.departmentId,
    recipientIds: recipients.map(({ id }) => id),
    amountMinor: pickAmountMinor(desk),
  });
  await send(desk, asked, recipients.map(refTo));
}

/** Asks for what must be refused: of who may not give, or to the giver. */
export async function giveWrongly(desk: Desk): Promise<void> {
  const { bank, random } = desk;
  const isSelf = random.chance(0.5);
  const employee = random.pick(bank.company.members.filter(({ role }) => role === 'employee'));
  const giver = isSelf ? pickGiver(desk) : employee;
  const recipient = isSelf ? giver : random.pick(bank.company.members);
  const { id: giverId, departmentId } = giver;
  const asked = bank.tally.plan({
    giverId,
    departmentId,
    recipientIds: [],
    amountMinor: pickAmountMinor(desk),
  });
  await send(desk, asked, [refTo(recipient)]);
}

/** Asks to give to a group, as somebody who may be in it. */
export async function giveToGroup(desk: Desk): Promise<void> {
  const { bank, random } = desk;
  const giver = pickGiver(desk);
  const { id: groupId, handle: name, memberIds } = random.pick(bank.company.groups);
  const asked = bank.tally.plan({
    giverId: giver.id,
    departmentId: giver.departmentId,
    recipientIds: memberIds.filter((id) => id !== giver.id),
    amountMinor: BigInt(random.between(1, 40)),
  });
  const { teamId: workspaceId } = bank.world.slack;
  await send(desk, asked, [{ by: 'group', platform: 'slack', workspaceId, groupId, name }]);
}

async function send({ bank, random }: Desk, asked: Asked, recipients: PersonRef[]): Promise<void> {
  const isConfirmed = random.chance(0.6);
  const sent = timesAtOnce(random, 0.25).map(async () => {
    const answer = await bank.ask(random, 'recognition.request', {
      organizationId: bank.company.organizationId,
      source: 'bank',
      requestId: asked.token,
      giver: { by: 'id', personId: asked.giverId },
      recipients,
      amount: { amount: amountOf(asked) },
      message: asked.token,
      isConfirmed,
      channelId: null,
      replyTo: null,
    });
    if (answer.kind === 'lost') asked.taken.maybe += 1;
    if (answer.kind !== 'answered') return false;
    bank.tally.take(asked, answer.value.recognition.id);
    return !answer.value.isRepeat;
  });
  const firsts = (await Promise.all(sent)).filter((isFirst) => isFirst);
  if (firsts.length > 1) bank.tally.breach(`request ${asked.token} was new twice`);
}

function refTo({ id, email }: Member): PersonRef {
  return email.length % 2 === 0 ? { by: 'id', personId: id } : { by: 'email', email };
}
