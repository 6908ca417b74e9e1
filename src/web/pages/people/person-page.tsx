import type { GiftCounts, PersonChangeLine, PersonFacts, RightsThen } from '#src/app.ts';
import { formatMoney } from '#src/domain/kit/money.ts';
import { LINKABLE_PLATFORMS } from '#src/domain/people/chat-account.ts';
import type { Role } from '#src/domain/people/roles.ts';
import type { WalletComposition } from '#src/domain/wallet/composition.ts';
import type { PlainKey, Words } from '#src/words/words.ts';
import { DataTable } from '../../frame/data-table.tsx';
import { SitePage } from '../../frame/site-page.tsx';
import { platformName, type ShownPeople } from './page.tsx';

type PersonProps = ShownPeople & {
  person: PersonFacts;
  /** Undefined for readers who may not know. */
  counts: GiftCounts | undefined;
  wallets: readonly WalletComposition[] | undefined;
  changes: readonly PersonChangeLine[];
  keeps: boolean;
  links: boolean;
  said: string | undefined;
};

/** Who somebody is, by which accounts they act, and what was changed of them lately. */
export function PersonPage({ person, counts, wallets, changes, keeps, links, said, ...shown }: PersonProps) {
  const { words, organization } = shown;
  const { say } = words;
  return (
    <SitePage {...shown} path="/people" title={person.name}>
      {said && (
        <p class="said" role="status">
          {said}
        </p>
      )}
      <p class="lead">{leadText(words, organization.timeZone, person)}</p>
      <Facts words={words} person={person} timeZone={organization.timeZone} />
      {keeps && !person.isErased && <Deeds words={words} person={person} />}
      <Accounts words={words} person={person} links={links} />
      {counts && <Money words={words} counts={counts} wallets={wallets} />}
      {changes.length > 0 && <Changes words={words} timeZone={organization.timeZone} changes={changes} />}
      <p class="acts">
        <a href="/people">{say('web.people.back')}</a>
      </p>
    </SitePage>
  );
}

function leadText(
  words: Words,
  timeZone: string,
  { role, department, leftAt, isGuest }: PersonFacts,
): string {
  const { say } = words;
  const place = say('web.people.lead', { role: say(`role.${role}`), department });
  if (leftAt) return say('web.people.leadLeft', { place, on: words.date(leftAt, timeZone) });
  return isGuest ? say('web.people.leadGuest', { place }) : place;
}

type FactsProps = { words: Words; person: PersonFacts; timeZone: string };

function Facts({ words, person, timeZone }: FactsProps) {
  const { say } = words;
  const { email, employeeNumber, region, manager, managerId, reports, merged } = person;
  return (
    <dl class="facts">
      <dt>{say('web.people.email')}</dt>
      <dd>{email ?? say('web.people.none')}</dd>
      <dt>{say('web.people.number')}</dt>
      <dd>{employeeNumber ?? say('web.people.none')}</dd>
      <dt>{say('web.people.manager')}</dt>
      <dd>{managerId ? <a href={`/people/${managerId}`}>{manager}</a> : say('web.people.nobodyIs')}</dd>
      <dt>{say('web.people.region')}</dt>
      <dd>{region || say('web.people.none')}</dd>
      {reports.length > 0 && (
        <>
          <dt>{say('web.people.reports', { count: reports.length })}</dt>
          <dd>{reports.map(({ name }) => name).join(', ')}</dd>
        </>
      )}
      {merged.length > 0 && (
        <>
          <dt>{say('web.merge.records')}</dt>
          {merged.map((one) => (
            <dd>
              {say('web.merge.record', {
                who: one.email ?? one.name,
                on: words.date(new Date(one.on), timeZone),
              })}
            </dd>
          ))}
        </>
      )}
    </dl>
  );
}

function Deeds({
  words: { say },
  person: { id, name, isDeactivated },
}: {
  words: Words;
  person: PersonFacts;
}) {
  return (
    <p class="acts">
      <a class="button primary" href={`/people/${id}/edit`}>
        {say('web.people.edit', { name })}
      </a>
      {isDeactivated ? (
        <a class="button" href={`/people/${id}/return`}>
          {say('web.people.return', { name })}
        </a>
      ) : (
        <a class="button" href={`/people/${id}/leave`}>
          {say('web.people.leave', { name })}
        </a>
      )}
      {!isDeactivated && (
        <a class="button" href={`/people/${id}/merge`}>
          {say('web.merge.link')}
        </a>
      )}
      <a class="button" href={`/people/${id}/data.json`} download>
        {say('erase.export', { name })}
      </a>
      <a class="button" href={`/people/${id}/erase`}>
        {say('erase.link', { name })}
      </a>
    </p>
  );
}

/** The accounts that an admin can take away: the others are of the program itself, or of the company's sign-in. */
const OF_CHAT: readonly string[] = LINKABLE_PLATFORMS;

function Accounts({ words: { say }, person, links }: { words: Words; person: PersonFacts; links: boolean }) {
  const { id, accounts, isDeactivated, email } = person;
  return (
    <section aria-labelledby="accounts">
      <h2 id="accounts">{say('web.people.accounts')}</h2>
      <ul class="cards">
        {accounts.map(({ platform, userId, linkedBy, isGone }) => (
          <li>
            <h3>
              {platformName(platform)} <span translate="no">{userId}</span>
            </h3>
            <p class="note">{say(isGone ? 'web.people.accountGone' : `web.people.linkedBy.${linkedBy}`)}</p>
            {links && OF_CHAT.includes(platform) && (
              <p class="acts">
                <a
                  class="button"
                  href={`/people/${id}/unlink?account=${encodeURIComponent(`${platform}:${userId}`)}`}
                >
                  {say('web.people.unlink')}
                  <span class="visually-hidden">: {userId}</span>
                </a>
              </p>
            )}
          </li>
        ))}
        {email && (
          <li>
            <h3>{say('web.people.mail')}</h3>
            <p class="note">{say('web.people.mailText', { email })}</p>
          </li>
        )}
      </ul>
      {accounts.length === 0 && !email && <p>{say('web.people.noAccounts')}</p>}
      {links && !isDeactivated && (
        <p class="acts">
          <a class="button" href={`/people/${id}/link`}>
            {say('web.people.link')}
          </a>
        </p>
      )}
    </section>
  );
}

function Money({
  words: { say, locale },
  counts,
  wallets = [],
}: {
  words: Words;
  counts: GiftCounts;
  wallets: readonly WalletComposition[] | undefined;
}) {
  return (
    <section aria-labelledby="money">
      <h2 id="money">{say('web.people.gifts')}</h2>
      <p>{say('web.people.counts', counts)}</p>
      {wallets.map(({ currency, spendableMinor }) => (
        <p>
          {say('web.people.balance', {
            amount: formatMoney({ amountMinor: spendableMinor, currency }, locale),
          })}
        </p>
      ))}
    </section>
  );
}

const KINDS = {
  'person.imported': 'web.people.did.added',
  'person.joined': 'web.people.did.joined',
  'person.changed': 'web.people.did.changed',
  'person.changed-in-chat': 'web.people.did.changedInChat',
  'person.deactivated': 'web.people.did.left',
  'person.reactivated': 'web.people.did.returned',
  'identity.linked': 'web.people.did.linked',
  'identity.pending': 'web.people.did.pending',
  'identity.unlinked': 'web.people.did.unlinked',
  'identity.gone': 'web.people.did.gone',
  'identity.back': 'web.people.did.back',
} as const satisfies Record<PersonChangeLine['kind'], PlainKey>;

function Changes({
  words,
  timeZone,
  changes,
}: {
  words: Words;
  timeZone: string;
  changes: readonly PersonChangeLine[];
}) {
  const { say } = words;
  return (
    <section aria-labelledby="changes">
      <h2 id="changes">{say('web.people.changes')}</h2>
      <DataTable
        caption={say('web.people.changes')}
        rows={changes}
        columns={[
          {
            label: say('web.people.when'),
            cell: ({ at }) => (
              <time datetime={at.toISOString()} title={words.dateAndTime(at, timeZone)}>
                {words.date(at, timeZone)}
              </time>
            ),
          },
          {
            label: say('web.people.what'),
            isMain: true,
            cell: (line) => (
              <span class="what">
                {say(KINDS[line.kind])}
                {detailsOf(words, line).map((text) => (
                  <span class="sub">{text}</span>
                ))}
                {line.reason !== null && <q class="sub">{line.reason}</q>}
              </span>
            ),
          },
          {
            label: say('web.people.by'),
            cell: ({ doer, operator }) => doer ?? operator ?? say('web.people.byItself'),
          },
        ]}
      />
    </section>
  );
}

const TEXTS: Readonly<Record<string, PlainKey>> = {
  name: 'web.people.name',
  email: 'web.people.email',
  region: 'web.people.region',
  employeeNumber: 'web.people.number',
};

/** What a line of the record says. Of names and addresses it keeps only that they changed: it outlives an erased person. */
function detailsOf(words: Words, { before, after, texts, account }: PersonChangeLine): string[] {
  const { say } = words;
  const rights =
    before && after
      ? [
          ...differing(words, 'web.people.role', [roleText(words, before.role), roleText(words, after.role)]),
          ...differing(words, 'web.people.department', [before.department, after.department]),
          ...differing(words, 'web.people.manager', [before.manager, after.manager]),
          ...differing(words, 'web.people.guests', [guestText(words, before), guestText(words, after)]),
        ]
      : [];
  const changed = texts.flatMap((text) => {
    const label = TEXTS[text];
    return label ? [say(label)] : [];
  });
  return [...rights, ...(changed.length > 0 ? [changed.join(', ')] : []), ...(account ? [account] : [])];
}

function roleText({ say }: Words, role: Role): string {
  return say(`role.${role}`);
}

function guestText({ say }: Words, { isGuest }: RightsThen): string {
  return say(isGuest ? 'web.catalogue.yes' : 'web.catalogue.no');
}

function differing(
  { say }: Words,
  label: PlainKey,
  [from, to]: readonly [string | null, string | null],
): string[] {
  if (from === to) return [];
  const none = say('web.people.none');
  return [say('web.import.fromTo', { label: say(label), from: from ?? none, to: to ?? none })];
}
