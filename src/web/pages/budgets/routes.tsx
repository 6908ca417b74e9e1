import { type Context, Hono } from 'hono';
import { isUuid } from '#src/domain/kit/uuid.ts';
import { must } from '#src/domain/kit/must.ts';
import { grantsThemselves, may, mayAct } from '#src/domain/people/access.ts';
import { show } from '../../frame/show.tsx';
import { signedIn } from '../../sign-in/signed-in.ts';
import type { SiteDeps, SiteEnv } from '../../site-deps.ts';
import { onlyWith } from '../catalogue/routes.tsx';
import { TroublePage } from '../trouble/page.tsx';
import { allowanceChange } from './changes/allowance-change.tsx';
import { amountChange } from './changes/amount-change.tsx';
import { approverChange } from './changes/approver-change.tsx';
import type { BudgetDeed } from './changes/change.ts';
import { addChange } from './changes/change-routes.tsx';
import { bringHomeChange, writeOffChange } from './changes/ended-changes.tsx';
import { chooseApprover } from './changes/choose-approver.tsx';
import { freezeChange } from './changes/freeze-change.tsx';
import { moveChange } from './changes/move-change.tsx';
import { rulesChange, sharedRulesChange } from './changes/rules-change.tsx';
import { secondPersonChange } from './changes/second-person-change.tsx';
import { topUpChange } from './changes/top-up-change.tsx';
import { withdrawPlanChange } from './changes/withdraw-plan-change.tsx';
import { DepartmentPage } from './department-page.tsx';
import { listCards } from './list-cards.ts';
import { pageOfBudgets, readListQuery } from './list-query.ts';
import { outlookOf } from './outlook.ts';
import { BudgetsPage } from './page.tsx';
import { addProposals } from './proposals/routes.tsx';
import { saidText } from './said.ts';

const MOST_PERIODS = 13;
const MOST_CHANGES = 20;

/** What can be changed here, each with its form. The rules of all come first: their address looks like a department's. */
const CHANGES: readonly BudgetDeed[] = [
  sharedRulesChange,
  secondPersonChange,
  withdrawPlanChange,
  amountChange,
  topUpChange,
  moveChange,
  freezeChange,
  rulesChange,
  allowanceChange,
  approverChange,
  bringHomeChange,
  writeOffChange,
];

/** Budgets and the rules of giving: managers see their own department's, HR all, finance and admins change them. */
export function budgetsRoutes(deps: SiteDeps): Hono<SiteEnv> {
  const routes = new Hono<SiteEnv>();
  routes.use(signedIn(deps));
  routes.use(onlyWith(deps, ({ role }) => may(role, 'see-budget')));
  routes.get('/', (c) => showBudgets(deps, c));
  routes.get('/:departmentId', (c) => showDepartment(deps, c));
  routes.post('/funds/:approvalId', (c) => openFunds(deps, c));
  routes.get(
    '/:departmentId/approvers',
    onlyWith(deps, (person) => mayAct(person, 'set-roles')),
    (c) => chooseApprover(deps, c),
  );
  addProposals(routes, deps);
  for (const change of CHANGES) addChange(routes, deps, change);
  return routes;
}

async function showBudgets(deps: SiteDeps, c: Context<SiteEnv>): Promise<Response> {
  const { app, clock } = deps;
  const { person } = c.get('signedIn');
  const maySet = mayAct(person, 'set-budgets');
  const [listed, proposals, open, plans, cards] = await Promise.all([
    app.queries.budget.list(person),
    app.queries.budget.listProposals(person, { now: clock.now() }),
    maySet ? app.queries.approval.list(person, { isOpen: true }) : [],
    maySet ? app.queries.budget.listPlans(person) : [],
    listCards(deps, c.get('signedIn')),
  ]);
  const all = listed.map((one) => outlookOf(one, clock.now()));
  const query = readListQuery(c.req.query());
  const funds = open.filter(({ kind }) => kind === 'funds');
  const shown = {
    ...shownTo(deps, c),
    all,
    listed: pageOfBudgets(all, query),
    query,
    funds,
    proposals,
    plans,
    cards,
    maySet,
  };
  const said = saidText(deps.words, c.req.query('said'));
  return show(c, <BudgetsPage {...shown} said={said} />);
}

/** Leads to the page on which a request for more money is decided. */
async function openFunds(deps: SiteDeps, c: Context<SiteEnv>): Promise<Response> {
  const { app } = deps;
  const { person } = c.get('signedIn');
  const approvalId = c.req.param('approvalId') ?? '';
  const open = isUuid(approvalId) && mayAct(person, 'set-budgets');
  const approvals = open ? await app.queries.approval.list(person, { isOpen: true }) : [];
  const asked = approvals.find(({ id, kind }) => id === approvalId && kind === 'funds');
  return asked ? c.redirect(await app.approval.makeLink({ person, approvalId }), 303) : missing(deps, c);
}

async function showDepartment(deps: SiteDeps, c: Context<SiteEnv>): Promise<Response> {
  const { app, words, clock } = deps;
  const reader = c.get('signedIn');
  const { person } = reader;
  const departmentId = c.req.param('departmentId') ?? '';
  const [found] = isUuid(departmentId) ? await app.queries.budget.list(person, { departmentId }) : [];
  if (!found) return missing(deps, c);
  const { currency } = found.department;
  const [periods, rules, cards, givers, approvers, changes, ended, plans] = await Promise.all([
    app.queries.budget.listPeriods(person, { departmentId, limit: MOST_PERIODS }),
    app.queries.budget.getRules(person, { departmentId, currency }),
    listCards(deps, reader),
    app.queries.budget.listGivers(person, departmentId),
    app.queries.approval.listApprovers(person, departmentId),
    app.queries.budget.listChanges(person, { departmentId, currency, limit: MOST_CHANGES }),
    app.queries.budget.listEnded(person),
    app.queries.budget.listPlans(person, { departmentId, currency }),
  ]);
  const lying = ended.filter(({ department }) => department.id === departmentId);
  const isOwing = lying.some(({ leftMinor }) => leftMinor < 0n) || (found.state?.leftMinor ?? 0n) < 0n;
  const shown = {
    ...shownTo(deps, c),
    budget: outlookOf(found, clock.now()),
    periods,
    found: must(rules.ok ? rules.value : undefined, `rules of department ${departmentId}`),
    rulesIn: { currency, cards },
    givers,
    approvers,
    changes,
    plans,
    may: {
      budget: mayAct(person, 'set-budgets'),
      rules: mayAct(person, 'set-rules'),
      allowances: mayAct(person, 'set-allowances'),
      roles: mayAct(person, 'set-roles'),
      isOwnDepartment: grantsThemselves(person, { departmentId }),
    },
    ended: { hasLeft: lying.some(({ leftMinor }) => leftMinor > 0n), isOwing },
    said: saidText(words, c.req.query('said')),
  };
  return show(c, <DepartmentPage {...shown} />);
}

function shownTo(deps: SiteDeps, c: Context<SiteEnv>) {
  return { words: deps.words, organization: deps.organization, reader: c.get('signedIn') };
}

function missing(deps: SiteDeps, c: Context<SiteEnv>) {
  return show(c, <TroublePage {...shownTo(deps, c)} trouble="missing" />, 404);
}
