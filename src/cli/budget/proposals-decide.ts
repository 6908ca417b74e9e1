import type { Command } from 'commander';
import type { ProposalView } from '#src/app.ts';
import { proposalText } from '#src/chat/cards/proposal-text.ts';
import { must } from '#src/domain/kit/must.ts';
import type { Core } from '#src/process/open-core.ts';
import { addCommand } from '#src/cli/kit/add-command.ts';
import { asOption, findActor } from '#src/cli/kit/find-actor.ts';
import { operatorOf } from '#src/cli/kit/operator.ts';
import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import { readUuid } from '#src/cli/kit/read-arguments.ts';

type Options = { reason?: string; as?: string };

/** `largesse proposals confirm`, `decline` and `withdraw`: what becomes of a change that waits for a second person. */
export function addProposalsDecide(program: Command): void {
  addCommand(program, {
    name: 'proposals confirm',
    summary: 'make a proposed change, as a second person: never who proposed it, or who gains by it',
    takes: withId,
    json: 'object',
    examples: ['proposals confirm 01997f0e-5a3c-7d21-9c0e-3f8a2b6d4e10 --as grace@example.com'],
    async run(core, id: string, { as }: Options) {
      const { decision, what } = await open(core, id, as);
      orRefuse(core, await core.app.budget.confirmProposal(decision));
      return { json: { id, status: 'confirmed' }, text: `Confirmed, and done: ${what}.` };
    },
  });
  addCommand(program, {
    name: 'proposals decline',
    summary: 'say no to a proposed change, and why',
    takes: (command) =>
      withId(command).requiredOption('--reason <text>', 'why: whoever proposed it reads it'),
    json: 'object',
    examples: [
      'proposals decline 01997f0e-5a3c-7d21-9c0e-3f8a2b6d4e10 --reason "too much" --as grace@example.com',
    ],
    async run(core, id: string, { reason, as }: Options) {
      const { decision, what } = await open(core, id, as);
      const declined = { ...decision, reason: must(reason, 'reason') };
      orRefuse(core, await core.app.budget.declineProposal(declined));
      return { json: { id, status: 'declined' }, text: `Declined, nothing has changed: ${what}.` };
    },
  });
  addCommand(program, {
    name: 'proposals withdraw',
    summary: 'take back a change that one proposed, while it waits',
    takes: withId,
    json: 'object',
    examples: ['proposals withdraw 01997f0e-5a3c-7d21-9c0e-3f8a2b6d4e10 --as ada@example.com'],
    async run(core, id: string, { as }: Options) {
      const { decision, what } = await open(core, id, as);
      orRefuse(core, await core.app.budget.withdrawProposal(decision));
      return { json: { id, status: 'withdrawn' }, text: `Withdrawn, nothing has changed: ${what}.` };
    },
  });
}

function withId(command: Command): Command {
  return command
    .argument('<id>', 'of the proposal: largesse proposals list shows it', readUuid)
    .addOption(asOption());
}

async function open(core: Core, proposalId: string, as: string | undefined) {
  const { actorId: deciderId } = await findActor(core, as);
  const asked = { now: new Date(), id: proposalId };
  const [found]: ProposalView[] = await core.app.queries.budget.listProposals(operatorOf(core), asked);
  const what = found ? proposalText(core.words, found) : '';
  return { decision: { organizationId: core.organization.id, proposalId, deciderId }, what };
}
