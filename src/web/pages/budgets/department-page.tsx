import type {
  RecordedChange,
  BudgetPeriod,
  DepartmentApprovers,
  FoundRules,
  ListedGiver,
  PlannedView,
  SignedIn,
} from '#src/app.ts';
import { isOwnRule, ruleRows, type RulesIn, setRows } from '#src/chat/cards/rule-rows.ts';
import { whoGains } from '#src/domain/budget/proposal.ts';
import { formatMoney } from '#src/domain/kit/money.ts';
import { periodKindOf, periodOfKey } from '#src/domain/kit/period.ts';
import { grantsThemselves } from '#src/domain/people/access.ts';
import { type Column, DataTable } from '../../frame/data-table.tsx';
import { SitePage } from '../../frame/site-page.tsx';
import type { Words } from '#src/words/words.ts';
import { BudgetBar } from './budget-bar.tsx';
import { changeTexts, writtenReason } from './change-text.ts';
import { forecastText, amountOf, type Outlook, partsText } from './outlook.ts';
import { PlanList } from './plans/plan-list.tsx';
import { WhoApproves } from './who-approves.tsx';

/** What the reader may change here. `isOwnDepartment`: somebody else has to, where it would widen what they give from. */
export type MayChange = {
  budget: boolean;
  rules: boolean;
  allowances: boolean;
  roles: boolean;
  isOwnDepartment: boolean;
};

export type DepartmentProps = {
  words: Words;
  organization: { name: string };
  reader: SignedIn;
  budget: Outlook;
  periods: readonly BudgetPeriod[];
  found: FoundRules;
  rulesIn: RulesIn;
  givers: readonly ListedGiver[];
  approvers: DepartmentApprovers | undefined;
  changes: readonly RecordedChange[];
  plans: readonly PlannedView[];
  may: MayChange;
  /** Whether something lies in periods that are over, or is owed by them. */
  ended: { hasLeft: boolean; isOwing: boolean };
  said?: string | undefined;
};

/** One department's budget: what is left, how long it lasts, by which rules it is given, and what was changed. */
export function DepartmentPage(props: DepartmentProps) {
  const { words, organization, reader, budget, said } = props;
  const { say } = words;
  const { department, state, period } = budget;
  const title = state
    ? say('web.budgets.leftOf', {
        left: amountOf(words, budget, budget.leftMinor),
        whole: amountOf(words, budget, budget.wholeMinor),
        department: department.name,
      })
    : say('web.budgets.noneOf', { department: department.name });
  return (
    <SitePage
      words={words}
      organization={organization}
      reader={reader}
      path="/budgets"
      title={title}
      tab={department.name}
    >
      {said && (
        <p class="said" role="status">
          {said}
        </p>
      )}
      <p class="lead">{forecastText(words, budget)}</p>
      {state && (
        <div class="budget large">
          <BudgetBar words={words} budget={budget} />
          <p>
            {partsText(words, budget)}{' '}
            {say('budget.until', {
              until: words.date(period.end, department.timeZone),
              period: say(`period.${state.period}`),
            })}
          </p>
        </div>
      )}
      <Setting {...props} />
      <Acts {...props} />
      <Plans {...props} />
      <Periods {...props} />
      <Rules {...props} />
      <Givers {...props} />
      {props.approvers && (
        <WhoApproves
          words={words}
          approvers={props.approvers}
          departmentId={department.id}
          readerId={reader.person.id}
          givesRoles={props.may.roles}
        />
      )}
      <Changes {...props} />
    </SitePage>
  );
}

function Plans({ words, plans, rulesIn: { cards }, may, reader: { person } }: DepartmentProps) {
  return (
    <PlanList
      words={words}
      plans={plans}
      cards={cards}
      mayWithdraw={({ change }) => may.budget && !grantsThemselves(person, whoGains(change))}
    />
  );
}

/** What was set, beside what it holds now. */
function Setting({ words, budget }: DepartmentProps) {
  const { say } = words;
  const { budget: set, state } = budget;
  return (
    <ul class="remarks">
      {set && (
        <li>
          {say('web.budgets.setting', {
            amount: amountOf(words, budget, set.amountMinor),
            period: say(`period.${set.period}`),
            carry: set.carryCapMinor > 0n ? amountOf(words, budget, set.carryCapMinor) : 'none',
            isSoft: set.isSoft ? 'yes' : 'no',
          })}
        </li>
      )}
      {state && state.topUpMinor > 0n && (
        <li>{say('web.budgets.onTop', { amount: amountOf(words, budget, state.topUpMinor) })}</li>
      )}
    </ul>
  );
}

function Acts({ words: { say }, budget, may, ended }: DepartmentProps) {
  const { department, state, isFrozen } = budget;
  const here = `/budgets/${department.id}`;
  if (!may.budget) return <></>;
  const grants = !may.isOwnDepartment;
  return (
    <>
      {may.isOwnDepartment && <p class="note">{say('web.budgets.ownText')}</p>}
      <p class="acts">
        {grants && (
          <a class="button primary" href={`${here}/amount`}>
            {say(state ? 'web.budgets.change' : 'web.budgets.set')}
          </a>
        )}
        {grants && (
          <a class="button" href={`${here}/top-up`}>
            {say('web.budgets.topUp')}
          </a>
        )}
        {state && (
          <a class="button" href={`${here}/move`}>
            {say('web.budgets.move')}
          </a>
        )}
        {(grants || !isFrozen) && (
          <a class="button" href={`${here}/freeze`}>
            {say(isFrozen ? 'web.budgets.unfreeze' : 'web.budgets.freeze')}
          </a>
        )}
        {ended.hasLeft && (
          <a class="button" href={`${here}/bring-home`}>
            {say('web.budgets.bringHome')}
          </a>
        )}
        {grants && ended.isOwing && (
          <a class="button" href={`${here}/write-off`}>
            {say('web.budgets.writeOff')}
          </a>
        )}
      </p>
    </>
  );
}

type PeriodPart = Exclude<keyof BudgetPeriod, 'period' | 'currency'>;

function Periods({ words, budget, periods }: DepartmentProps) {
  const { say, locale } = words;
  const { department, period: running } = budget;
  const earlier = periods.filter(({ period }) => period !== running.key);
  function amounts(part: PeriodPart, label: string, isMain = false): Column<BudgetPeriod> {
    return {
      label,
      isAmount: true,
      isMain,
      cell: (one) => formatMoney({ amountMinor: one[part], currency: one.currency }, locale),
    };
  }
  /** What never happened needs no column. */
  function seldom(part: PeriodPart, label: string): Column<BudgetPeriod>[] {
    return earlier.some((one) => one[part] !== 0n) ? [amounts(part, label)] : [];
  }
  return (
    <section aria-labelledby="periods">
      <h2 id="periods">{say('web.budgets.earlier')}</h2>
      {earlier.length === 0 ? (
        <p>{say('web.budgets.noEarlier')}</p>
      ) : (
        <DataTable
          caption={say('web.budgets.earlier')}
          rows={earlier}
          columns={[
            {
              label: say('web.budgets.period'),
              isMain: true,
              cell: ({ period }) =>
                say('web.budgets.from', {
                  day: words.date(periodOfKey(period, department.timeZone).start, department.timeZone),
                  period: say(`period.${periodKindOf(period)}`),
                }),
            },
            amounts('grantedMinor', say('web.budgets.granted')),
            ...seldom('carriedMinor', say('web.budgets.carried')),
            ...seldom('movedMinor', say('web.budgets.moved')),
            amounts('givenMinor', say('web.budgets.givenNet'), true),
            ...seldom('onMinor', say('web.budgets.went')),
            amounts('leftMinor', say('web.budgets.left')),
          ]}
        />
      )}
    </section>
  );
}

function Rules({ words, budget, found, rulesIn, may }: DepartmentProps) {
  const { say } = words;
  const here = `/budgets/${budget.department.id}`;
  return (
    <section aria-labelledby="rules">
      <h2 id="rules">{say('web.budgets.rules')}</h2>
      <dl class="rules">
        {setRows(ruleRows(words, found.rules, rulesIn), found.rules, found.own).map((row) => (
          <div>
            <dt>{row.label}</dt>
            <dd>
              {row.value}
              <span class="sub">
                {say(isOwnRule(found.own, row) ? 'web.budgets.own' : 'web.budgets.inherited')}
              </span>
            </dd>
          </div>
        ))}
      </dl>
      {may.rules && !may.isOwnDepartment && (
        <p class="acts">
          <a class="button" href={`${here}/rules`}>
            {say('web.budgets.changeRules')}
          </a>
        </p>
      )}
    </section>
  );
}

function Givers({ words, budget, givers, reader, may }: DepartmentProps) {
  const { say } = words;
  const here = `/budgets/${budget.department.id}`;
  return (
    <section aria-labelledby="givers">
      <h2 id="givers">{say('web.budgets.givers')}</h2>
      {givers.length === 0 ? (
        <p>{say('web.budgets.noGivers')}</p>
      ) : (
        <DataTable
          caption={say('web.budgets.givers')}
          rows={givers}
          columns={[
            {
              label: say('web.budgets.giver'),
              isMain: true,
              cell: ({ name, role }) => (
                <span>
                  {name}
                  <span class="sub">{role}</span>
                </span>
              ),
            },
            {
              label: say('web.budgets.mayGive'),
              isAmount: true,
              isMain: true,
              cell: ({ allowanceMinor, isOwn }) => (
                <span>
                  {allowanceMinor === null
                    ? say('web.rules.noLimit')
                    : amountOf(words, budget, allowanceMinor)}
                  <span class="sub">
                    {say(isOwn ? 'web.budgets.ownAllowance' : 'web.budgets.roleAllowance')}
                  </span>
                </span>
              ),
            },
            {
              label: say('web.budgets.used'),
              isAmount: true,
              cell: ({ usedMinor }) => amountOf(words, budget, usedMinor),
            },
            {
              label: '',
              cell: ({ personId, name }) =>
                may.allowances &&
                personId !== reader.person.id && (
                  <a href={`${here}/allowances/${personId}`}>
                    {say('web.budgets.changeAllowance')}
                    <span class="visually-hidden">: {name}</span>
                  </a>
                ),
            },
          ]}
        />
      )}
    </section>
  );
}

function Changes({ words, budget, changes, rulesIn }: DepartmentProps) {
  const { say } = words;
  const { timeZone } = budget.department;
  return (
    <section aria-labelledby="changes">
      <h2 id="changes">{say('web.budgets.changes')}</h2>
      {changes.length === 0 ? (
        <p>{say('web.budgets.noChanges')}</p>
      ) : (
        <DataTable
          caption={say('web.budgets.changes')}
          rows={changes}
          columns={[
            {
              label: say('web.budgets.when'),
              cell: ({ at }) => (
                <time datetime={at.toISOString()} title={words.dateAndTime(at, timeZone)}>
                  {words.date(at, timeZone)}
                </time>
              ),
            },
            {
              label: say('web.budgets.what'),
              isMain: true,
              cell: (change) => (
                <span>
                  {changeTexts(words, change, { department: budget.department, rulesIn }).map((text) => (
                    <span class="line">{text}</span>
                  ))}
                  <Reason text={writtenReason(change)} />
                </span>
              ),
            },
            { label: say('web.budgets.who'), cell: (one) => whoText(words, one) },
          ]}
        />
      )}
    </section>
  );
}

function Reason({ text }: { text: string | undefined }) {
  return text === undefined ? <></> : <q class="sub">{text}</q>;
}

/** Who made a change, with the second person where one was needed. */
function whoText({ say }: Words, { doer, operator, confirmer }: RecordedChange): string {
  const name = doer ?? operator ?? 'Largesse';
  return confirmer === null ? name : say('web.budgets.confirmedBy', { name, confirmer });
}
