import type { Context, Hono } from 'hono';
import { z } from 'zod';
import type { ProposalView } from '#src/app.ts';
import { refusalText } from '#src/chat/cards/refusal-text.ts';
import { whoGains } from '#src/domain/budget/proposal.ts';
import { isUuid } from '#src/domain/kit/uuid.ts';
import type { Outcome } from '#src/domain/outcome.ts';
import { grantsThemselves, mayAct } from '#src/domain/people/access.ts';
import type { FieldErrors } from '../../../frame/field.tsx';
import { readForm } from '../../../frame/read-form.ts';
import { show } from '../../../frame/show.tsx';
import { requireStepUp } from '../../../sign-in/require-step-up.ts';
import type { SiteDeps, SiteEnv } from '../../../site-deps.ts';
import { onlyWith } from '../../catalogue/routes.tsx';
import { TroublePage } from '../../trouble/page.tsx';
import type { BudgetsSaid } from '../said.ts';
import { ProposalPage } from './page.tsx';
import { previewProposal } from './preview-proposal.ts';

const PATH = '/proposals/:id';
const Sent = z.object({ reason: z.string().trim().max(500).catch('') });

/** A proposed change as it is now, and the presses that confirm, decline or withdraw it: each takes a fresh second factor. */
export function addProposals(routes: Hono<SiteEnv>, deps: SiteDeps): void {
  const { app } = deps;
  for (const path of [PATH, `${PATH}/*`]) {
    routes.use(
      path,
      onlyWith(deps, (person) => mayAct(person, 'set-budgets')),
      async (c, next) => requireStepUp(deps, `/budgets/proposals/${c.req.param('id')}`)(c, next),
    );
  }
  routes.get(PATH, (c) => showProposal(deps, c));
  routes.post(`${PATH}/confirm`, (c) =>
    decide(deps, c, { said: 'confirmed', field: 'confirm' }, (decision) =>
      app.budget.confirmProposal(decision),
    ),
  );
  routes.post(`${PATH}/decline`, async (c) => {
    const { reason } = await readForm(c, Sent);
    return decide(deps, c, { said: 'declined', field: 'reason' }, (decision) =>
      app.budget.declineProposal({ ...decision, reason }),
    );
  });
  routes.post(`${PATH}/withdraw`, (c) =>
    decide(deps, c, { said: 'withdrawn', field: 'confirm' }, (decision) =>
      app.budget.withdrawProposal(decision),
    ),
  );
}

type Decision = { organizationId: string; proposalId: string; deciderId: string };

async function decide(
  deps: SiteDeps,
  c: Context<SiteEnv>,
  { said, field }: { said: BudgetsSaid; field: string },
  run: (decision: Decision) => Promise<Outcome<unknown>>,
): Promise<Response> {
  const { person } = c.get('signedIn');
  const proposalId = c.req.param('id') ?? '';
  if (!isUuid(proposalId)) return missing(deps, c);
  const { organizationId, id: deciderId } = person;
  const decided = await run({ organizationId, proposalId, deciderId });
  if (decided.ok) return c.redirect(`/budgets?said=${said}`, 303);
  return showProposal(deps, c, { [field]: refusalText(deps.words, decided.refusal) });
}

async function showProposal(
  deps: SiteDeps,
  c: Context<SiteEnv>,
  errors: FieldErrors = {},
): Promise<Response> {
  const reader = c.get('signedIn');
  const proposal = await find(deps, c);
  if (!proposal) return missing(deps, c);
  const preview = await previewProposal({ deps, reader, proposal });
  const isMine = proposal.proposedBy === reader.person.id;
  const gains = grantsThemselves(reader.person, whoGains(proposal.change));
  const standing = isMine ? ('mine' as const) : gains ? ('gains' as const) : ('other' as const);
  const shown = {
    words: deps.words,
    organization: deps.organization,
    reader,
    proposal,
    preview,
    standing,
    errors,
  };
  return show(c, <ProposalPage {...shown} />, Object.keys(errors).length > 0 ? 409 : 200);
}

async function find({ app, clock }: SiteDeps, c: Context<SiteEnv>): Promise<ProposalView | undefined> {
  const id = c.req.param('id') ?? '';
  if (!isUuid(id)) return undefined;
  const [found] = await app.queries.budget.listProposals(c.get('signedIn').person, { now: clock.now(), id });
  return found;
}

function missing({ words, organization }: SiteDeps, c: Context<SiteEnv>) {
  return show(
    c,
    <TroublePage words={words} organization={organization} reader={c.get('signedIn')} trouble="missing" />,
    404,
  );
}
