import type { FoundRules, ListedBudget, RulesToTry } from '#src/app.ts';
import {
  changedRows,
  isOwnRule,
  type RuleChange,
  ruleRows,
  type RulesIn,
} from '#src/chat/cards/rule-rows.ts';
import { changeRules, type GivingRules } from '#src/domain/budget/giving-rules.ts';
import { isCurrency } from '#src/domain/kit/money.ts';
import { must } from '#src/domain/kit/must.ts';
import { done, type Outcome } from '#src/domain/outcome.ts';
import { grantsThemselves } from '#src/domain/people/access.ts';
import type { Asked, BudgetDeed, ChangeForm, Preview, ReadChange, Typed } from './change.ts';
import { findBudget } from './find-budget.ts';
import { listCards } from '../list-cards.ts';
import { ReplaySection } from './replay-section.tsx';
import { readRules } from './read-rules.ts';
import { RulesFields, typedOfRules } from './rules-fields.tsx';

/** Whose rules: one department's, or with null those that the departments with a currency follow. */
type Owner = { departmentId: string | null; name: string; currency: string; timeZone: string };

/** A department's own rules. */
export const rulesChange: BudgetDeed = {
  path: '/:departmentId/rules',
  right: 'set-rules',
  async open(asked) {
    const found = await findBudget(asked);
    if (!found) return undefined;
    const { id: departmentId, name, currency, timeZone } = found.department;
    if (grantsThemselves(asked.reader.person, { departmentId })) return { kind: 'own-budget' };
    return formOf(asked, { departmentId, name, currency, timeZone });
  },
};

/** The rules that all departments with a currency follow where they have none of their own. */
export const sharedRulesChange: BudgetDeed = {
  path: '/rules/:currency',
  right: 'set-rules',
  async open(asked) {
    const currency = asked.param('currency');
    if (!isCurrency(currency)) return undefined;
    const { name, timeZone } = asked.deps.organization;
    return formOf(asked, { departmentId: null, name, currency, timeZone });
  },
};

async function formOf(asked: Asked, owner: Owner): Promise<ChangeForm | undefined> {
  const { deps, reader } = asked;
  const { words, app } = deps;
  const { departmentId, currency, name, timeZone } = owner;
  const [found, seen, cards] = await Promise.all([
    app.queries.budget.getRules(reader.person, { departmentId, currency }),
    app.queries.budget.findVersion(reader.person, { what: 'rules', departmentId, currency }),
    listCards(deps, reader),
  ]);
  if (!found.ok) return undefined;
  const rulesIn = { currency, cards };
  const { own } = found.value;
  const ownFrom = own === undefined ? await findOwnFrom(asked, owner) : undefined;
  const clears = { mayClear: own !== undefined || ownFrom !== undefined, ownFrom };
  return {
    title:
      departmentId === null
        ? words.say('web.rules.changeAll', { currency })
        : words.say('web.rules.change', { department: name }),
    lead: words.say(departmentId === null ? 'web.rules.leadAll' : 'web.rules.lead'),
    typed: typedOfRules(found.value.rules, currency),
    typedAt: async (from) => typedOfRules((await rulesAt(asked, owner, from)).rules, currency),
    fields: (typed, errors) => (
      <RulesFields words={words} typed={typed} errors={errors} rulesIn={rulesIn} {...clears} />
    ),
    seen: seen ?? '',
    main: 'giftMin',
    currency,
    timeZone,
    takesReason: true,
    async read(typed, from) {
      const stands = from ? await rulesAt(asked, owner, from) : found.value;
      return readForm(asked, { owner, found: stands, rulesIn, ownFrom }, typed);
    },
    back: departmentId === null ? '/budgets' : `/budgets/${departmentId}`,
    said: 'rules',
  };
}

/** The day on which a department that has no rules of its own now gets some by plan, as people read it; undefined where none is planned. */
async function findOwnFrom(
  { deps, reader }: Asked,
  { departmentId, currency, timeZone }: Owner,
): Promise<string | undefined> {
  if (departmentId === null) return undefined;
  const plans = await deps.app.queries.budget.listPlans(reader.person, { departmentId, currency });
  const own = plans.find(
    ({ change }) =>
      change.kind === 'rules' && change.departmentId === departmentId && change.rules !== 'cleared',
  );
  return own && deps.words.date(own.from, timeZone);
}

/** `from`: when the new ones are to hold from; undefined for at once. `found`: the rules that hold until then. */
type Standing = { owner: Owner; found: FoundRules; rulesIn: RulesIn; from?: Date | undefined };

function readForm(
  asked: Asked,
  { ownFrom, ...standing }: Standing & { ownFrom: string | undefined },
  typed: Typed,
): ReadChange {
  const { deps, reader } = asked;
  const { owner, found } = standing;
  const { words, app } = deps;
  const isCleared = typed['clear'] === 'yes' && found.own !== undefined;
  if (typed['clear'] === 'yes' && !isCleared && ownFrom !== undefined)
    return { ok: false, errors: { clear: words.say('web.rules.clearEarly', { from: ownFrom }) } };
  const read = isCleared ? undefined : readRules(words, { ...owner, stands: found.rules }, typed);
  if (read && Object.keys(read.errors).length > 0) return { ok: false, errors: read.errors };
  const rules = read?.changes ?? ('cleared' as const);
  const { departmentId, currency, name } = owner;
  const scope = { organizationId: reader.person.organizationId, departmentId, currency };
  const setting = { scope, rules, actorId: reader.person.id };
  return {
    ok: true,
    wanted: {
      button:
        departmentId === null
          ? words.say('web.rules.saveAll', { currency })
          : words.say('web.rules.save', { department: name }),
      async preview(from) {
        if (read && Object.keys(read.changes).length === 0) return done({ rows: [], notes: [] });
        return previewRules(asked, { ...standing, from }, await app.budget.planRules({ ...setting, from }));
      },
      save: (mark) => app.budget.setRules({ ...setting, ...mark }),
    },
  };
}

/** What new rules change, for whom, and what they would have made of the last requests. */
export async function previewRules(
  asked: Asked,
  { owner, found, rulesIn, from }: Standing,
  planned: Outcome<GivingRules>,
): Promise<Outcome<Preview>> {
  if (!planned.ok) return planned;
  const { words, app, organization } = asked.deps;
  const changed = changedRows(ruleRows(words, found.rules, rulesIn), ruleRows(words, planned.value, rulesIn));
  const rows = changed.map(({ label, before: was, value }) => ({ label, before: was, after: value }));
  const tried = await rulesToTry(asked, { ...owner, from }, planned.value);
  const replayed = await app.queries.recognition.replayRules(asked.reader.person, tried);
  const { timeZone } = organization;
  return done({
    rows,
    notes: await forWhom(asked, { ...owner, from }, changed),
    below: <ReplaySection words={words} timeZone={timeZone} replayed={replayed} />,
  });
}

/** The rules at an instant that is ahead, as far as is known. */
async function rulesAt({ deps, reader }: Asked, owner: Owner, at: Date): Promise<FoundRules> {
  const { departmentId, currency } = owner;
  const found = await deps.app.queries.budget.getRules(reader.person, { departmentId, currency, at });
  return must(found.ok ? found.value : undefined, `rules of ${owner.name}`);
}

type From = { from: Date | undefined };

/** The rules by which each department would give. */
async function rulesToTry(asked: Asked, owner: Owner & From, rules: GivingRules): Promise<RulesToTry[]> {
  if (owner.departmentId !== null) return [{ departmentId: owner.departmentId, rules }];
  const { deps, reader } = asked;
  const theirs = await listTheirs(asked, owner);
  return Promise.all(
    theirs.map(async ({ department: { id: departmentId, currency } }) => {
      const found = await deps.app.queries.budget.getRules(reader.person, {
        departmentId,
        currency,
        at: owner.from,
      });
      const own = found.ok ? found.value.own : undefined;
      return { departmentId, rules: own ? changeRules(rules, own) : rules };
    }),
  );
}

async function listTheirs({ deps, reader }: Asked, { currency }: Owner): Promise<ListedBudget[]> {
  const all = await deps.app.queries.budget.list(reader.person);
  return all.filter(({ department }) => department.currency === currency);
}

/** Which departments give by the new rules from now on, and which keep their own. */
async function forWhom(asked: Asked, owner: Owner & From, changed: readonly RuleChange[]): Promise<string[]> {
  const { say } = asked.deps.words;
  const { app } = asked.deps;
  const { person } = asked.reader;
  const now = say(owner.from ? 'web.rules.later' : 'web.rules.now');
  if (owner.departmentId !== null) {
    const givers = await app.queries.budget.listGivers(person, owner.departmentId);
    return [now, say('web.change.givers', { department: owner.name, count: givers.length })];
  }
  const theirs = await listTheirs(asked, owner);
  const keeps = await Promise.all(theirs.map((one) => keepsOwn(asked, one, { changed, at: owner.from })));
  const [follow, keep] = [theirs.filter((_, at) => !keeps[at]), theirs.filter((_, at) => keeps[at])];
  return [
    now,
    follow.length > 0
      ? say('web.rules.follow', { count: follow.length, names: namesOf(follow) })
      : say('web.rules.followNone'),
    ...(keep.length > 0 ? [say('web.rules.keep', { count: keep.length, names: namesOf(keep) })] : []),
  ];
}

/** Whether a department has rules of its own for all that changes. */
async function keepsOwn(
  { deps, reader }: Asked,
  { department: { id: departmentId, currency } }: ListedBudget,
  { changed, at }: { changed: readonly RuleChange[]; at: Date | undefined },
): Promise<boolean> {
  const found = await deps.app.queries.budget.getRules(reader.person, { departmentId, currency, at });
  return found.ok && changed.every((row) => isOwnRule(found.value.own, row));
}

function namesOf(budgets: readonly ListedBudget[]): string {
  return budgets.map(({ department }) => department.name).join(', ');
}
