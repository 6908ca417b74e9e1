import type { Member } from '../company.ts';
import { operatorOf } from '#test/helpers/reads.ts';
import type { Desk } from './operation.ts';
import type { ApprovalView } from '#src/domain/approval/approval.ts';

/** Two approvers decide the same at once, of one mind or not; some approvals nobody decides, and they run out. */
export async function decide(desk: Desk): Promise<void> {
  const { bank, random } = desk;
  const { organizationId } = bank.company;
  const listed = await bank.ask(random, 'queries.approval.list', operatorOf(organizationId), {
    isOpen: true,
  });
  if (listed.kind !== 'answered' || listed.value.length === 0) return;
  const approval = random.pick(listed.value);
  if (random.chance(0.1)) await decideWrongly(desk, approval);
  const [first, second] = random.shuffle(approversOf(desk, approval));
  if (!first) return;
  const both = second && random.chance(0.5) ? [first, second] : [first];
  const withdrawing = random.chance(0.2) ? [withdraw(desk, approval)] : [];
  await Promise.all([...withdrawing, ...both.map((person) => decideAs(desk, approval, person))]);
}

/** Who asked no longer wants it, while others decide. */
async function withdraw({ bank, random }: Desk, { id, requestedBy }: ApprovalView): Promise<void> {
  const person = bank.company.byId.get(requestedBy);
  if (!person) throw new Error(`nobody has the id ${requestedBy}`);
  const answer = await bank.ask(random, 'approval.withdraw', { person, approvalId: id });
  bank.tally.note(`withdraw:${id}`, answer, { isPromised: true });
}

/** Those who may decide, as the company's rules have it. */
function approversOf(
  { bank: { company } }: Desk,
  { kind, departmentId, requestedBy }: ApprovalView,
): Member[] {
  const roles = kind === 'gift' ? ['approver'] : ['finance', 'admin'];
  return company.members.filter(
    ({ id, role, departmentId: own }) =>
      id !== requestedBy && roles.includes(role) && (kind !== 'gift' || own === departmentId),
  );
}

async function decideAs(
  { bank, random }: Desk,
  { id, requestedBy }: ApprovalView,
  person: Member,
): Promise<void> {
  const isApproved = random.chance(0.65);
  const decision = isApproved
    ? ({ kind: 'approve' } as const)
    : ({ kind: 'decline', reason: 'not this time' } as const);
  const answer = await bank.ask(random, 'approval.decide', { person, approvalId: id, decision });
  bank.tally.note(`${decision.kind}:${id}:${person.id}`, answer, { isPromised: true });
  const isDecided = answer.kind === 'answered' && answer.value.ok;
  if (isDecided && person.id === requestedBy) bank.tally.breach(`${person.name} decided about themselves`);
}

/** Who asked, or an employee. */
async function decideWrongly({ bank, random }: Desk, { id, requestedBy }: ApprovalView): Promise<void> {
  const { members } = bank.company;
  const person = random.pick(members.filter((one) => one.id === requestedBy || one.role === 'employee'));
  const asked = { person, approvalId: id, decision: { kind: 'approve' } as const };
  const answer = await bank.ask(random, 'approval.decide', asked);
  if (answer.kind === 'answered' && answer.value.ok) {
    bank.tally.breach(`${person.name} decided approval ${id} and may not`);
  }
}
