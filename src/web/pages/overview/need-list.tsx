import type { Child } from 'hono/jsx';
import type { LeaverNeed, SignedIn } from '#src/app.ts';
import { approvalSubject } from '#src/chat/cards/approval-card.ts';
import { proposalText } from '#src/chat/cards/proposal-text.ts';
import { formatMoney, type Money } from '#src/domain/kit/money.ts';
import { may } from '#src/domain/people/access.ts';
import { type GivingWarning, WARNING_DAYS } from '#src/domain/report/giving-warnings.ts';
import type { Words } from '#src/words/words.ts';
import { lackText } from '../setup/progress.tsx';
import { type BudgetNeed, countNeedLines, type Needs } from './read-needs.ts';
import { refusedText } from './refused-text.ts';

type Shown = { words: Words; organization: { timeZone: string }; reader: SignedIn };
type NeedsProps = Shown & { needs: Needs };

const MOST = 5;

/** What waits for the reader, a line each, with the one thing to do about it. */
export function NeedList(props: NeedsProps) {
  const { words, needs } = props;
  const { say } = words;
  return (
    <section aria-labelledby="needs">
      <h2 id="needs">{say('web.needs.title')}</h2>
      {countNeedLines(needs) > 0 ? (
        <ul class="needs">
          <Approvals {...props} />
          <Proposals {...props} />
          <Undelivered {...props} />
          <Budgets {...props} />
          <Frozen {...props} />
          <Warnings {...props} />
          <Leavers {...props} />
          <Refused {...props} />
          <Accounts {...props} />
          <FailedJobs {...props} />
          <SetUp {...props} />
        </ul>
      ) : (
        <p class="lead">{say('web.needs.none')}</p>
      )}
    </section>
  );
}

function Line({ text, note, children }: { text: string; note?: string | undefined; children?: Child }) {
  return (
    <li>
      <div>
        <p>{text}</p>
        {note && <p class="note">{note}</p>}
      </div>
      {children}
    </li>
  );
}

/** What stands for those that are not listed. */
function Rest({ words, count, shown }: { words: Words; count: number; shown: number }) {
  if (count <= shown) return <></>;
  return <Line text={words.say('web.needs.more', { count: count - shown })} />;
}

/** A button that posts, named with what it acts on. */
function Press({ path, label, about }: { path: string; label: string; about: string }) {
  return (
    <form method="post" action={path}>
      <button class="button">
        {label}
        <span class="visually-hidden">: {about}</span>
      </button>
    </form>
  );
}

function Open({ href, label, about }: { href: string; label: string; about: string }) {
  return (
    <a class="button" href={href}>
      {label}
      <span class="visually-hidden">: {about}</span>
    </a>
  );
}

function Approvals({ words, organization, needs: { approvals } }: NeedsProps) {
  const { say } = words;
  return (
    <>
      {approvals.slice(0, MOST).map((approval) => {
        const subject = approvalSubject(words, approval);
        const text = say(`approval.asks.${approval.kind}`, { name: approval.requesterName, subject });
        const until = words.dateAndTime(approval.expiresAt, organization.timeZone);
        return (
          <Line text={text} note={say('web.needs.decideUntil', { until })}>
            <Press
              path={`/overview/approvals/${approval.id}`}
              label={say('web.needs.decide')}
              about={subject}
            />
          </Line>
        );
      })}
      <Rest words={words} count={approvals.length} shown={MOST} />
    </>
  );
}

function Proposals({ words, organization, needs: { proposals } }: NeedsProps) {
  const { say } = words;
  return (
    <>
      {proposals.slice(0, MOST).map((proposal) => {
        const what = proposalText(words, proposal);
        const until = words.dateAndTime(proposal.expiresAt, organization.timeZone);
        return (
          <Line
            text={say('web.needs.proposal', { name: proposal.proposer, what })}
            note={say('web.needs.proposalUntil', { until })}
          >
            <Open href={`/budgets/proposals/${proposal.id}`} label={say('web.proposals.look')} about={what} />
          </Line>
        );
      })}
      <Rest words={words} count={proposals.length} shown={MOST} />
    </>
  );
}

function Undelivered({ words, organization, needs: { undelivered } }: NeedsProps) {
  const { say } = words;
  const { count, gifts } = undelivered;
  return (
    <>
      {gifts.map((gift) => {
        const { giftId, recipient, giver, failedAt, hasMail } = gift;
        const amount = formatMoney(gift, words.locale);
        const text = say('web.needs.undelivered', { amount, recipient, giver });
        const at = words.dateAndTime(failedAt, organization.timeZone);
        return (
          <Line text={text} note={say('web.needs.undeliveredAt', { at })}>
            <div class="acts">
              {hasMail && (
                <Press path={`/overview/gifts/${giftId}/mail`} label={say('web.needs.byMail')} about={text} />
              )}
              <Press
                path={`/overview/gifts/${giftId}/again`}
                label={say('web.needs.tryAgain')}
                about={text}
              />
            </div>
          </Line>
        );
      })}
      <Rest words={words} count={count} shown={gifts.length} />
    </>
  );
}

function Budgets({ words, needs: { budgets } }: NeedsProps) {
  const { say } = words;
  return (
    <>
      {budgets.slice(0, MOST).map((need) => (
        <Line text={budgetText(words, need)} note={budgetNote(words, need)}>
          <Open href="/budgets" label={say('web.needs.toBudgets')} about={need.budget.department.name} />
        </Line>
      ))}
      <Rest words={words} count={budgets.length} shown={MOST} />
    </>
  );
}

function budgetText({ say, date }: Words, { budget: { department, until }, outlook }: BudgetNeed): string {
  const end = date(until, department.timeZone);
  if (outlook.kind === 'used-up') return say('web.needs.usedUp', { department: department.name, until: end });
  const at = date(outlook.at, department.timeZone);
  return say('web.needs.runsOut', { department: department.name, at, until: end });
}

function budgetNote({ say, locale }: Words, { budget }: BudgetNeed): string {
  const { department, leftMinor, topUpMinor, grantedMinor } = budget;
  function money(amountMinor: bigint): string {
    return formatMoney({ amountMinor, currency: department.currency }, locale);
  }
  return say('budget.left', { left: money(leftMinor + topUpMinor), granted: money(grantedMinor) });
}

function Frozen({ words, organization, needs: { frozen } }: NeedsProps) {
  const { say } = words;
  return (
    <>
      {frozen.slice(0, MOST).map(({ personId, name, frozenAt, frozenBy, reason }) => {
        const by = frozenBy ?? say('web.needs.guard');
        const note = say('web.needs.frozenBy', {
          by,
          at: words.date(frozenAt, organization.timeZone),
          reason,
        });
        return (
          <Line text={say('web.needs.frozen', { name })} note={note}>
            <Open href={`/people/${personId}`} label={say('web.needs.toPerson')} about={name} />
          </Line>
        );
      })}
      <Rest words={words} count={frozen.length} shown={MOST} />
    </>
  );
}

/** Who gave to whom so much that somebody should look, with a line for what they found. */
function Warnings({ words, reader, needs: { warnings } }: NeedsProps) {
  const { say } = words;
  return (
    <>
      {warnings.slice(0, MOST).map((warning) => {
        const text = warningText(words, warning);
        return (
          <Line text={text}>
            {may(reader.person.role, 'guard-wallets') && (
              <form method="post" action="/overview/warnings" class="looked">
                <input type="hidden" name="kind" value={warning.kind} />
                <input type="hidden" name="subject" value={warning.subject} />
                <label>
                  {say('web.needs.lookedReason')}
                  <span class="visually-hidden">: {text}</span>
                  <input name="reason" maxlength={500} required />
                </label>
                <button class="button">{say('web.needs.looked')}</button>
              </form>
            )}
          </Line>
        );
      })}
      <Rest words={words} count={warnings.length} shown={MOST} />
    </>
  );
}

/** `Ann and Bob gave each other 9 gifts, $450, in 90 days.` */
function warningText(words: Words, warning: GivingWarning): string {
  const { say, locale } = words;
  const { gifts, people } = warning;
  const told = { gifts, amounts: amountsText(words, warning.amounts), days: WARNING_DAYS };
  if (warning.kind === 'pair') {
    const [giver, recipient] = warning.people;
    return say('web.needs.pair', { ...told, giver, recipient, percent: warning.percent });
  }
  const names = new Intl.ListFormat(locale).format(people);
  return say(people.length === 2 ? 'web.needs.ring' : 'web.needs.around', { ...told, people: names });
}

function Leavers({ words, needs }: NeedsProps) {
  const { say } = words;
  const { count, leavers } = needs.leavers;
  return (
    <>
      {leavers.map((leaver) => (
        <Line text={leaverText(words, leaver)}>
          <Open href={`/people/${leaver.personId}`} label={say('web.needs.toPerson')} about={leaver.name} />
        </Line>
      ))}
      <Rest words={words} count={count} shown={leavers.length} />
    </>
  );
}

function leaverText(words: Words, { name, held, waiting }: LeaverNeed): string {
  const { say } = words;
  const gifts = waiting.reduce((sum, one) => sum + one.gifts, 0);
  if (held.length === 0)
    return say('web.needs.leaverWaits', { name, waiting: amountsText(words, waiting), gifts });
  if (gifts === 0) return say('web.needs.leaverHolds', { name, held: amountsText(words, held) });
  const both = { name, held: amountsText(words, held), waiting: amountsText(words, waiting), gifts };
  return say('web.needs.leaverBoth', both);
}

function amountsText({ locale }: Words, amounts: readonly Money[]): string {
  return new Intl.ListFormat(locale).format(amounts.map((one) => formatMoney(one, locale)));
}

function Refused({ words, needs: { refused } }: NeedsProps) {
  const { say } = words;
  if (refused.length === 0) return <></>;
  const count = refused.reduce((sum, one) => sum + one.count, 0);
  return (
    <Line
      text={say('web.needs.refused', { count })}
      note={refused.map((one) => refusedText(words, one)).join(' · ')}
    />
  );
}

function Accounts({ words, reader, needs: { identities } }: NeedsProps) {
  const { say } = words;
  if (identities === 0 || !may(reader.person.role, 'link-identities')) return <></>;
  const text = say('web.needs.identities', { count: identities });
  return (
    <Line text={text}>
      <Open href="/people/accounts" label={say('web.needs.toAccounts')} about={text} />
    </Line>
  );
}

function SetUp({ words, needs: { setup } }: NeedsProps) {
  const { say } = words;
  if (!setup?.next) return <></>;
  const { done, of, next } = setup;
  const text = say('web.setup.need', { done, of, step: say(`setup.step.${next.step}`) });
  return (
    <Line text={text} note={lackText(words, next)}>
      <Open href="/setup" label={say('web.setup.toSetup')} about={text} />
    </Line>
  );
}

function FailedJobs({ words, needs: { failedJobs } }: NeedsProps) {
  const { say } = words;
  if (failedJobs.length === 0) return <></>;
  const count = failedJobs.reduce((sum, one) => sum + one.count, 0);
  const text = say('web.needs.failedJobs', { count });
  return (
    <Line text={text} note={failedJobs.map((one) => `${one.job}: ${one.count}`).join(' · ')}>
      <Press path="/overview/jobs" label={say('web.needs.tryAgain')} about={text} />
    </Line>
  );
}
