import { operatorOf } from '#test/helpers/reads.ts';
import { dueJobs } from '#jobs/jobs.ts';
import type { Desk } from './operation.ts';

const RECENT = 60;

/** Does again what a worker does or did: enqueues the same rows, decides the same requests, advances the same approvals. */
export async function repeatWork({ bank, random }: Desk): Promise<void> {
  const recent = bank.tally.known().slice(-RECENT);
  if (recent.length === 0) return;
  const { recognitionId } = random.pick(recent);
  const ids = random
    .shuffle(recent)
    .slice(0, 5)
    .map((known) => known.recognitionId);
  const works = [
    () => bank.ask(random, 'recognition.issue', [...ids, recognitionId]),
    () => bank.ask(random, 'enqueue', 'issue-gifts', ids),
    () => bank.ask(random, 'enqueue', 'answer-giver', ids),
    () => bank.ask(random, 'ledger.seal'),
    () => bank.ask(random, 'jobs.enqueueDue', dueJobs),
    () => repeatDelivery(),
    () => repeatApproval(),
  ];
  await random.pick(works)();

  async function repeatDelivery(): Promise<void> {
    const operator = operatorOf(bank.company.organizationId);
    const seen = await bank.ask(random, 'queries.recognition.find', operator, recognitionId);
    if (seen.kind !== 'answered' || !seen.value) return;
    const giftIds = seen.value.gifts.map(({ giftId }) => giftId);
    await Promise.all([
      bank.ask(random, 'enqueue', 'deliver-gift', giftIds),
      bank.ask(random, 'enqueue', 'deliver-gift', giftIds),
    ]);
  }

  async function repeatApproval(): Promise<void> {
    const { organizationId } = bank.company;
    const listed = await bank.ask(random, 'queries.approval.list', operatorOf(organizationId), {
      isOpen: true,
    });
    if (listed.kind !== 'answered') return;
    const some = random.shuffle(listed.value).slice(0, 2);
    await Promise.all(some.flatMap(({ id }) => [1, 2].map(() => bank.ask(random, 'approval.advance', id))));
  }
}
