import type { GiftCounts, PersonFacts, WhatEnds } from '#src/app.ts';
import { formatMoney } from '#src/domain/kit/money.ts';
import type { WalletComposition } from '#src/domain/wallet/composition.ts';
import { SitePage } from '../../frame/site-page.tsx';
import type { ShownPeople } from './page.tsx';

type LeaveProps = ShownPeople & {
  person: PersonFacts;
  ends: WhatEnds;
  counts: GiftCounts | undefined;
  wallets: readonly WalletComposition[] | undefined;
};

/** What ends when somebody leaves, and what they still hold, with the one button that does it. */
export function LeavePage({ person, ends, counts, wallets = [], ...shown }: LeaveProps) {
  const { words } = shown;
  const { say, locale } = words;
  const { id, name, reports } = person;
  const held = wallets
    .filter(({ spendableMinor }) => spendableMinor > 0n)
    .map(({ currency, spendableMinor }) => formatMoney({ amountMinor: spendableMinor, currency }, locale));
  return (
    <SitePage {...shown} path="/people" title={say('web.people.leaveTitle', { name })}>
      <p class="lead">{say('web.people.leaveLead')}</p>
      <ul class="problems">
        <li>{say('web.people.endSessions', { count: ends.sessions })}</li>
        <li>{say('web.people.endTokens', { count: ends.tokens })}</li>
        <li>{say('web.people.endApprovals', { count: ends.approvals })}</li>
        {ends.requests > 0 && <li>{say('web.people.endRequests', { count: ends.requests })}</li>}
        <li>{say('web.people.endFactor')}</li>
        {reports.length > 0 && (
          <li>
            {say('web.people.endReports', {
              count: reports.length,
              names: reports.map((report) => report.name).join(', '),
            })}
          </li>
        )}
      </ul>
      <h2>{say('web.people.keepsTitle')}</h2>
      <p>
        {held.length > 0
          ? say('web.people.keepsBalance', { amount: new Intl.ListFormat(locale).format(held) })
          : say('web.people.keepsNothing')}
      </p>
      {counts && <p>{say('web.people.keepsGifts', { count: counts.unclaimed })}</p>}
      <form method="post" action={`/people/${id}/leave`} class="acts">
        <input type="hidden" name="seen" value={person.seen} />
        <button class="button danger">{say('web.people.leaveNow', { name })}</button>
        <a class="button" href={`/people/${id}`}>
          {say('web.people.cancel')}
        </a>
      </form>
    </SitePage>
  );
}

/** What comes back with somebody who had left, with the one button that does it. */
export function ReturnPage({ person, ...shown }: ShownPeople & { person: PersonFacts }) {
  const { words } = shown;
  const { say } = words;
  const { id, name, role, department } = person;
  return (
    <SitePage {...shown} path="/people" title={say('web.people.returnTitle', { name })}>
      <p class="lead">{say('web.people.returnLead', { role: say(`role.${role}`), department })}</p>
      <p>{say('web.people.returnText')}</p>
      <form method="post" action={`/people/${id}/return`} class="acts">
        <input type="hidden" name="seen" value={person.seen} />
        <button class="button primary">{say('web.people.returnNow', { name })}</button>
        <a class="button" href={`/people/${id}`}>
          {say('web.people.cancel')}
        </a>
      </form>
    </SitePage>
  );
}
