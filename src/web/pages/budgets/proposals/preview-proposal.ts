import type { ProposalView } from '#src/app.ts';
import { startOf } from '#src/domain/budget/proposal.ts';
import { formatMoney } from '#src/domain/kit/money.ts';
import { must } from '#src/domain/kit/must.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import { MAIL, readAccountText } from '#src/domain/people/given-account.ts';
import { rightsOf, rightsOfBoth } from '#src/domain/people/given-role.ts';
import type { SignedIn } from '#src/app.ts';
import type { SiteDeps } from '../../../site-deps.ts';
import { budgetAt, previewAmount } from '../changes/amount-change.tsx';
import type { Asked, Preview } from '../changes/change.ts';
import { findBudget } from '../changes/find-budget.ts';
import { previewWritingOff } from '../changes/ended-changes.tsx';
import { previewMove } from '../changes/move-change.tsx';
import { previewRules } from '../changes/rules-change.tsx';
import { listCards } from '../list-cards.ts';
import { MergeMoves } from '../../people/merge-moves.tsx';
import { findPlannedAllowance } from '../plans/find-planned.ts';

type Shown = { deps: SiteDeps; reader: SignedIn; proposal: ProposalView };
type Change = ProposalView['change'];
type Of<K extends Change['kind']> = Extract<Change, { kind: K }>;

/** What a proposed change would do as everything is now; a refusal where it could not be made any more. */
export async function previewProposal(shown: Shown): Promise<Outcome<Preview>> {
  const { change } = shown.proposal;
  switch (change.kind) {
    case 'top-up':
      return ofTopUp(shown, change);
    case 'move':
      return ofMove(shown, change);
    case 'budget':
      return ofBudget(shown, change);
    case 'rules':
      return ofRules(shown, change);
    case 'allowance':
      return ofAllowance(shown, change);
    case 'write-off': {
      const { asked, found } = await open(shown, change.departmentId);
      return previewWritingOff(asked, found.department);
    }
    case 'second-person':
      return ofSecondPerson(shown, change);
    case 'role':
      return ofRole(shown, change);
    case 'account':
      return ofAccount(shown, change);
    case 'merge':
      return ofMerge(shown, change);
    case 'token':
      return ofToken(shown, change);
    default:
      return change satisfies never;
  }
}

/** The department as the forms of changes find it. */
async function open({ deps, reader }: Shown, departmentId: string) {
  const asked: Asked = { deps, reader, param: (name) => (name === 'departmentId' ? departmentId : '') };
  return { asked, found: must(await findBudget(asked), `department ${departmentId}`) };
}

async function ofTopUp(shown: Shown, { departmentId, amountMinor }: Of<'top-up'>): Promise<Outcome<Preview>> {
  const { found } = await open(shown, departmentId);
  const { say } = shown.deps.words;
  const money = moneyIn(shown);
  const beforeMinor = found.state?.topUpMinor ?? 0n;
  const row = { before: money(beforeMinor), after: money(beforeMinor + amountMinor) };
  return done({ rows: [{ label: say('budget.topUp'), ...row }], notes: [say('web.topUp.note')] });
}

async function ofMove(shown: Shown, { fromId, toId, amountMinor }: Of<'move'>): Promise<Outcome<Preview>> {
  const [{ asked, found: source }, { found: target }] = [await open(shown, fromId), await open(shown, toId)];
  const [from, to] = [source.department, target.department];
  const move = { id: crypto.randomUUID(), from, to, amountMinor, reason: '', actorId: null };
  const planned = await asked.deps.app.budget.planMove(move);
  return planned.ok ? previewMove(asked, { source, target, amountMinor }) : planned;
}

async function ofBudget(shown: Shown, change: Of<'budget'>): Promise<Outcome<Preview>> {
  const { departmentId, amountMinor, period, fiscalStartMonth, isSoft, carryCapMinor, timeZone } = change;
  const set = { amountMinor, period, fiscalStartMonth, isSoft, carryCapMinor };
  const { asked, found } = await open(shown, departmentId);
  const { department } = found;
  const from = startOf(change);
  const budget = await budgetAt(asked, found, from);
  const setting = { department, ...set, timeZone, from, seen: shown.proposal.basis, actorId: null };
  const planned = await asked.deps.app.budget.planSetting(setting);
  const wanted = {
    amountMinor: set.amountMinor,
    period: set.period ?? budget?.period ?? ('month' as const),
    fiscalStartMonth: set.fiscalStartMonth ?? budget?.fiscalStartMonth ?? 1,
    carryCapMinor: set.carryCapMinor ?? budget?.carryCapMinor ?? 0n,
    isSoft: set.isSoft ?? budget?.isSoft ?? false,
  };
  return previewAmount(asked, { found, wanted, planned, from });
}

async function ofRules(shown: Shown, change: Of<'rules'>): Promise<Outcome<Preview>> {
  const { departmentId, rules } = change;
  const from = startOf(change);
  const { deps, reader, proposal } = shown;
  const { currency, target, basis: seen, timeZone } = proposal;
  const { organizationId } = reader.person;
  const asked: Asked = { deps, reader, param: () => '' };
  const found = await deps.app.queries.budget.getRules(reader.person, { departmentId, currency, at: from });
  if (!found.ok) return found;
  const scope = { organizationId, departmentId, currency };
  const planned = await deps.app.budget.planRules({ scope, rules, seen, from, actorId: null });
  const owner = { departmentId, name: target ?? deps.organization.name, currency, timeZone };
  const rulesIn = { currency, cards: await listCards(deps, reader) };
  return previewRules(asked, { owner, found: found.value, rulesIn, from }, planned);
}

async function ofAllowance(shown: Shown, change: Of<'allowance'>): Promise<Outcome<Preview>> {
  const { personId, amountMinor } = change;
  const { deps, reader, proposal } = shown;
  const { say } = deps.words;
  const { budget } = deps.app.queries;
  const version = (await budget.findVersion(reader.person, { what: 'allowance', personId })) ?? '';
  if (version !== proposal.basis) return refused({ kind: 'setting-changed' });
  const found = await budget.findAllowance(reader.person, personId);
  if (!found.ok) return found;
  const money = moneyIn(shown);
  function text(own: bigint | null): string {
    return own === null ? say('web.proposals.role') : money(own);
  }
  const now = found.value ? money(found.value.allowanceMinor) : say('web.rules.noLimit');
  const from = startOf(change);
  const planned = from && findPlannedAllowance(await budget.listPlans(reader.person), { personId, from });
  const [before, after] = [planned ? text(planned.amountMinor) : now, text(amountMinor)];
  return done({ rows: [{ label: say('web.allowance.amount'), before, after }], notes: [] });
}

async function ofSecondPerson(shown: Shown, { amountMinor }: Of<'second-person'>): Promise<Outcome<Preview>> {
  const { deps, reader, proposal } = shown;
  const { say } = deps.words;
  const stands = await deps.app.queries.budget.findSecondPerson(reader.person);
  if (stands?.version !== proposal.basis) return refused({ kind: 'setting-changed' });
  const money = moneyIn(shown);
  const beforeMinor = stands.setting[proposal.currency];
  function text(minor: bigint | null): string {
    return minor === null ? say('web.second.none') : money(minor);
  }
  const label = say('web.second.amount', { currency: proposal.currency });
  return done({
    rows: [{ label, before: text(beforeMinor ?? null), after: text(amountMinor) }],
    notes: [say('web.second.now')],
  });
}

async function ofRole(
  { deps, reader, proposal }: Shown,
  { personId, role }: Of<'role'>,
): Promise<Outcome<Preview>> {
  const { say } = deps.words;
  const before = await deps.app.queries.people.findFacts(reader.person, personId);
  if (!before || rightsOf(before) !== proposal.basis) return refused({ kind: 'setting-changed' });
  const row = { before: say(`role.${before.role}`), after: say(`role.${role}`) };
  return done({ rows: [{ label: say('web.people.role'), ...row }], notes: [] });
}

async function ofAccount(
  { deps, reader, proposal }: Shown,
  { personId }: Of<'account'>,
): Promise<Outcome<Preview>> {
  const { say } = deps.words;
  const { people } = deps.app.queries;
  const before = await people.findFacts(reader.person, personId);
  if (!before || rightsOf(before) !== proposal.basis) return refused({ kind: 'setting-changed' });
  const account = readAccountText(proposal.reason);
  if (account.platform === MAIL) {
    const row = { before: before.email ?? say('web.people.none'), after: account.userId };
    return done({
      rows: [{ label: say('web.people.email'), ...row }],
      notes: [say('web.proposals.mailNote')],
    });
  }
  const owner = await people.findAccountOwner(reader.person, account);
  const row = {
    before: owner ? say('web.proposals.ownerNow', { name: owner.name }) : say('web.proposals.nobodys'),
    after: say('web.proposals.willBe', { name: before.name, role: say(`role.${before.role}`) }),
  };
  return done({ rows: [{ label: proposal.reason, ...row }], notes: [] });
}

async function ofMerge(
  { deps, reader, proposal }: Shown,
  { recordId: fromId, keptId: intoId }: Of<'merge'>,
): Promise<Outcome<Preview>> {
  const { words, app, organization } = deps;
  const { say } = words;
  const looked = await app.people.previewMerge(organization, { fromId, intoId, by: reader.person });
  if (!looked.ok) return looked;
  const { from, into, refusals } = looked.value;
  if (rightsOfBoth(looked.value) !== proposal.basis) return refused({ kind: 'setting-changed' });
  const [refusal] = refusals;
  if (refusal) return refused(refusal);
  const rows = [
    { label: say('web.proposals.record'), before: from.email ?? from.name, after: into.email ?? into.name },
    {
      label: say('web.proposals.rightsOfRecord'),
      before: say(`role.${from.role}`),
      after: say(`role.${into.role}`),
    },
  ];
  return done({ rows, notes: [], below: MergeMoves({ words, preview: looked.value }) });
}

function ofToken({ deps }: Shown, { scopes, until }: Of<'token'>): Outcome<Preview> {
  const { words, organization } = deps;
  const { say } = words;
  const before = say('web.proposals.none');
  return done({
    rows: [
      { label: say('web.proposals.rights'), before, after: scopes.join(', ') || say('proposal.wallets') },
      {
        label: say('web.proposals.until'),
        before,
        after: words.date(new Date(until), organization.timeZone),
      },
    ],
    notes: [say('web.proposals.asMaker')],
  });
}

function moneyIn({ deps, proposal: { currency } }: Shown) {
  return (amountMinor: bigint) => formatMoney({ amountMinor, currency }, deps.words.locale);
}
