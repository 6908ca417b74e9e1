import type { Child } from 'hono/jsx';
import type { SignedIn, WithoutGift } from '#src/app.ts';
import { approvalSubject } from '#src/chat/cards/approval-card.ts';
import type { ApprovalView } from '#src/domain/approval/approval.ts';
import type { BudgetState } from '#src/domain/budget/budget-state.ts';
import { formatMoney } from '#src/domain/kit/money.ts';
import type { Words } from '#src/words/words.ts';
import { SetupProgress } from '../setup/progress.tsx';
import { SitePage } from '../../frame/site-page.tsx';
import { Months } from './months.tsx';
import { NeedList } from './need-list.tsx';
import { Numbers } from './numbers.tsx';
import type { Figures } from './read-figures.ts';
import { countNeedLines, type Needs } from './read-needs.ts';

type Shown = {
  words: Words;
  organization: { name: string; timeZone: string };
  reader: SignedIn;
  needs: Needs;
  /** What was just done. */
  said?: string | undefined;
  /** Why what was pressed was not done. */
  wrong?: string | undefined;
};

function Frame({ title, children, ...shown }: Shown & { title: string; children?: Child }) {
  const { words, organization, reader, said, wrong } = shown;
  return (
    <SitePage
      words={words}
      organization={organization}
      reader={reader}
      path="/overview"
      title={title}
      tab={words.say('web.nav.overview')}
    >
      {said && (
        <p class="said" role="status">
          {said}
        </p>
      )}
      {wrong && (
        <p class="summary" role="alert">
          {wrong}
        </p>
      )}
      {children}
    </SitePage>
  );
}

/** The home of those who answer for everybody's money: how it stands, and what needs them. */
export function OverviewPage(props: Shown & { figures: Figures; chart: Child }) {
  const { words, figures, needs, chart } = props;
  const { say } = words;
  return (
    <Frame {...props} title={say('web.overview.title', { count: countNeedLines(needs) })}>
      <SetupProgress words={words} setup={needs.setup} />
      <Numbers {...props} approvals={needs.approvals} />
      <NeedList {...props} />
      <Months words={words} months={figures.months} chart={chart} />
      <p class="acts">
        <a class="button" href="/spend">
          {say('web.overview.toSpend')}
        </a>
      </p>
    </Frame>
  );
}

/** What a giver may still give: their department's budget and their own allowance; undefined where there is no budget. */
export type OwnBudget = { budget: BudgetState; leftMinor: bigint; isAllowance: boolean };

export type TeamProps = Shown & {
  department: string;
  giving: OwnBudget | undefined;
  team: WithoutGift;
  /** What the reader asked for and nobody has decided yet. */
  asked: readonly ApprovalView[];
};

/** The home of those who give from their own department's budget: what they may still give, to whom nobody gave, and what they decide. */
export function TeamOverviewPage(props: TeamProps) {
  const { words, giving, team } = props;
  const { say } = words;
  return (
    <Frame {...props} title={givingTitle(props)}>
      {giving && <p class="lead">{givingText(words, giving)}</p>}
      <section aria-labelledby="team">
        <h2 id="team">{say('web.team.title', { people: team.people })}</h2>
        <p>{teamText(words, team)}</p>
      </section>
      <NeedList {...props} />
      <Asked {...props} />
    </Frame>
  );
}

function Asked({ words, organization, asked }: TeamProps) {
  const { say } = words;
  if (asked.length === 0) return <></>;
  return (
    <section aria-labelledby="asked">
      <h2 id="asked">{say('web.team.asked')}</h2>
      <ul class="needs">
        {asked.map((approval) => (
          <li>
            <div>
              <p>{approvalSubject(words, approval)}</p>
              <p class="note">
                {say('web.team.askedUntil', {
                  until: words.dateAndTime(approval.expiresAt, organization.timeZone),
                })}
              </p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

function givingTitle({ words, department, giving }: TeamProps): string {
  const { say } = words;
  if (!giving) return say('web.team.noBudget', { department });
  const { budget, leftMinor } = giving;
  if (budget.isFrozen) return say('web.team.frozen', { department });
  const until = words.date(budget.until, budget.department.timeZone);
  const left = formatMoney({ amountMinor: leftMinor, currency: budget.department.currency }, words.locale);
  return say('web.team.mayGive', { left, until });
}

function givingText({ say, locale }: Words, { budget, isAllowance }: OwnBudget): string {
  const { department, leftMinor, topUpMinor, grantedMinor } = budget;
  function money(amountMinor: bigint): string {
    return formatMoney({ amountMinor, currency: department.currency }, locale);
  }
  const of = {
    left: money(leftMinor + topUpMinor),
    granted: money(grantedMinor),
    department: department.name,
  };
  return say(isAllowance ? 'web.team.byAllowance' : 'web.team.byBudget', of);
}

function teamText({ say, locale }: Words, { people, count, names }: WithoutGift): string {
  if (people === 0) return say('web.team.nobody');
  if (count === 0) return say('web.team.allThanked');
  const more = count - names.length;
  const listed = more > 0 ? [...names, say('web.team.others', { count: more })] : names;
  return say('web.team.without', { count, people, names: new Intl.ListFormat(locale).format(listed) });
}
