import type { PlannedView, ProposalView, SignedIn } from '#src/app.ts';
import type { RulesIn } from '#src/chat/cards/rule-rows.ts';
import type { ApprovalView } from '#src/domain/approval/approval.ts';
import { whoGains } from '#src/domain/budget/proposal.ts';
import { formatMoney } from '#src/domain/kit/money.ts';
import { grantsThemselves } from '#src/domain/people/access.ts';
import type { Words } from '#src/words/words.ts';
import { type Column, DataTable } from '../../frame/data-table.tsx';
import { Field } from '../../frame/field.tsx';
import { SitePage } from '../../frame/site-page.tsx';
import { BudgetBar } from './budget-bar.tsx';
import { endsEarly, type ListedPage, type ListQuery, listPath, SHOWN, SORTS } from './list-query.ts';
import { PlanList } from './plans/plan-list.tsx';
import { ProposalList } from './proposals/page.tsx';
import { forecastText, amountOf, type Outlook, partsText } from './outlook.ts';

export type BudgetsProps = {
  words: Words;
  organization: { name: string; timeZone: string };
  reader: SignedIn;
  /** Everything that the reader sees, whatever the query asks for. */
  all: readonly Outlook[];
  listed: ListedPage;
  query: ListQuery;
  /** Requests for more money that wait, for those who decide them. */
  funds: readonly ApprovalView[];
  /** Changes that wait for a second person, for those who may make such changes. */
  proposals: readonly ProposalView[];
  /** What is planned, for those who may withdraw it. */
  plans: readonly PlannedView[];
  /** The gift cards that rules name. */
  cards: RulesIn['cards'];
  said: string | undefined;
  /** Whether the reader sets budgets, and rules. */
  maySet: boolean;
};

/** Every department's budget in its running period: what was given of what, what is left, and how long that lasts. */
export function BudgetsPage(props: BudgetsProps) {
  const { words, organization, reader, all, listed, funds, proposals, plans, cards, said, maySet } = props;
  const { say } = words;
  const set = all.filter(({ state }) => state !== undefined);
  const early = set.filter(endsEarly).length;
  return (
    <SitePage
      words={words}
      organization={organization}
      reader={reader}
      path="/budgets"
      title={set.length === 0 ? say('web.budgets.noneTitle') : say('web.budgets.title', { early })}
      tab={say('web.nav.budgets')}
    >
      {said && (
        <p class="said" role="status">
          {said}
        </p>
      )}
      <Totals words={words} budgets={set} />
      {proposals.length > 0 && (
        <ProposalList words={words} organization={organization} proposals={proposals} />
      )}
      {funds.length > 0 && <Funds words={words} funds={funds} />}
      {all.length === 0 ? (
        <p class="lead">{say('web.budgets.noDepartments')}</p>
      ) : (
        <section aria-labelledby="departments">
          <h2 id="departments">{say('web.budgets.departments')}</h2>
          {all.length > 1 && <Filter {...props} />}
          {listed.rows.length === 0 ? <p>{say('web.budgets.nothingFound')}</p> : <List {...props} />}
          <Pages {...props} />
        </section>
      )}
      <PlanList
        words={words}
        plans={plans}
        cards={cards}
        mayWithdraw={({ change }) => !grantsThemselves(reader.person, whoGains(change))}
      />
      {maySet && <SharedRules words={words} budgets={all} />}
    </SitePage>
  );
}

/** One line a currency: amounts of different currencies are never added. */
function Totals({ words, budgets }: { words: Words; budgets: readonly Outlook[] }) {
  const { say, locale } = words;
  const currencies = [...new Set(budgets.map(({ department }) => department.currency))].sort();
  if (budgets.length < 2) return <></>;
  return (
    <ul class="totals">
      {currencies.map((currency) => {
        const theirs = budgets.filter(({ department }) => department.currency === currency);
        function sum(part: 'givenMinor' | 'wholeMinor' | 'leftMinor') {
          const amountMinor = theirs.reduce((total, one) => total + one[part], 0n);
          return formatMoney({ amountMinor, currency }, locale);
        }
        const sums = { given: sum('givenMinor'), whole: sum('wholeMinor'), left: sum('leftMinor') };
        return <li>{say('web.budgets.total', { ...sums, count: theirs.length })}</li>;
      })}
    </ul>
  );
}

function Funds({ words, funds }: { words: Words; funds: readonly ApprovalView[] }) {
  const { say, locale } = words;
  return (
    <section aria-labelledby="funds">
      <h2 id="funds">{say('web.budgets.funds', { count: funds.length })}</h2>
      <DataTable
        caption={say('web.budgets.fundsCaption')}
        rows={funds}
        columns={[
          { label: say('web.budgets.asks'), isMain: true, cell: ({ requesterName }) => requesterName },
          { label: say('web.budgets.department'), cell: ({ departmentName }) => departmentName },
          {
            label: say('web.budgets.missing'),
            isAmount: true,
            isMain: true,
            cell: (one) => formatMoney(one, locale),
          },
          { label: say('web.budgets.why'), cell: ({ reason }) => reason },
          {
            label: say('web.budgets.since'),
            cell: ({ requestedAt, timeZone }) => (
              <time datetime={requestedAt.toISOString()} title={words.dateAndTime(requestedAt, timeZone)}>
                {words.date(requestedAt, timeZone)}
              </time>
            ),
          },
          {
            label: '',
            cell: ({ id, requesterName }) => (
              <form method="post" action={`/budgets/funds/${id}`}>
                <button class="button">
                  {say('web.budgets.decide')}
                  <span class="visually-hidden">: {requesterName}</span>
                </button>
              </form>
            ),
          },
        ]}
      />
    </section>
  );
}

function Filter({ words: { say }, query }: BudgetsProps) {
  return (
    <form class="filter" method="get" action="/budgets" role="search">
      <Field
        name="q"
        label={say('web.budgets.search')}
        control={(described) => (
          <input {...described} name="q" type="search" value={query.q} maxlength={200} />
        )}
      />
      <Field
        name="show"
        label={say('web.budgets.show')}
        control={(described) => (
          <select {...described} name="show">
            {SHOWN.map((value) => (
              <option value={value} selected={value === query.show}>
                {say(`web.budgets.show.${value}`)}
              </option>
            ))}
          </select>
        )}
      />
      <Field
        name="sort"
        label={say('web.budgets.sort')}
        control={(described) => (
          <select {...described} name="sort">
            {SORTS.map((value) => (
              <option value={value} selected={value === query.sort}>
                {say(`web.budgets.sort.${value}`)}
              </option>
            ))}
          </select>
        )}
      />
      <button class="button">{say('web.budgets.filter')}</button>
    </form>
  );
}

function List({ words, listed, maySet, reader }: BudgetsProps) {
  const { say } = words;
  const columns: Column<Outlook>[] = [
    {
      label: say('web.budgets.department'),
      isMain: true,
      cell: ({ department, isFrozen }) => (
        <span class="words">
          <a href={`/budgets/${department.id}`}>{department.name}</a>{' '}
          {isFrozen && <span class="badge">{say('web.budgets.frozen')}</span>}
        </span>
      ),
    },
    {
      label: say('web.budgets.given'),
      cell: (one) =>
        one.state && (
          <div class="budget">
            <BudgetBar words={words} budget={one} />
            <span aria-hidden="true">{partsText(words, one)}</span>
          </div>
        ),
    },
    {
      label: say('web.budgets.left'),
      isAmount: true,
      isMain: true,
      cell: (one) => (one.state ? amountOf(words, one, one.leftMinor) : ''),
    },
    {
      label: say('web.budgets.outlook'),
      cell: (one) => (
        <OutlookCell
          words={words}
          one={one}
          maySet={maySet && !grantsThemselves(reader.person, { departmentId: one.department.id })}
        />
      ),
    },
  ];
  return <DataTable caption={say('web.budgets.departments')} columns={columns} rows={listed.rows} />;
}

function OutlookCell({ words, one, maySet }: { words: Words; one: Outlook; maySet: boolean }) {
  const { department, state } = one;
  return (
    <span>
      {forecastText(words, one)}
      {!state && maySet && (
        <>
          {' '}
          <a href={`/budgets/${department.id}/amount`}>
            {words.say('web.budgets.setFor', { department: department.name })}
          </a>
        </>
      )}
    </span>
  );
}

function Pages({ words: { say }, listed: { page, pages }, query }: BudgetsProps) {
  if (pages === 1) return <></>;
  return (
    <p class="acts">
      {page > 1 && (
        <a class="button" rel="prev" href={listPath(query, { page: page - 1 })}>
          {say('web.budgets.before')}
        </a>
      )}
      <span>{say('web.budgets.page', { page, pages })}</span>
      {page < pages && (
        <a class="button" rel="next" href={listPath(query, { page: page + 1 })}>
          {say('web.budgets.next')}
        </a>
      )}
    </p>
  );
}

/** The rules that departments follow where they have none of their own, a set for each currency. */
function SharedRules({ words: { say }, budgets }: { words: Words; budgets: readonly Outlook[] }) {
  const currencies = [...new Set(budgets.map(({ department }) => department.currency))].sort();
  if (currencies.length === 0) return <></>;
  return (
    <section aria-labelledby="rules">
      <h2 id="rules">{say('web.budgets.sharedRules')}</h2>
      <p>{say('web.budgets.sharedRulesText')}</p>
      <p class="acts">
        {currencies.map((currency) => (
          <a class="button" href={`/budgets/rules/${currency}`}>
            {say('web.budgets.changeShared', { currency })}
          </a>
        ))}
        {currencies.map((currency) => (
          <a class="button" href={`/budgets/second-person/${currency}`}>
            {say('web.second.link', { currency })}
          </a>
        ))}
      </p>
    </section>
  );
}
