import type { PersonFacts, WaitingAccount } from '#src/app.ts';
import { LINKABLE_PLATFORMS } from '#src/domain/people/chat-account.ts';
import type { Person } from '#src/domain/people/person.ts';
import { ErrorSummary } from '../../frame/field.tsx';
import { SelectField } from '../../frame/select-field.tsx';
import { SitePage } from '../../frame/site-page.tsx';
import { TextField } from '../../frame/text-field.tsx';
import { platformName, type ShownPeople } from './page.tsx';

type LinkProps = ShownPeople & {
  person: PersonFacts;
  typed: Readonly<Record<string, string>>;
  error?: string | undefined;
};

/** Where an admin says which chat account is somebody's. */
export function LinkAccountPage({ person, typed, error, ...shown }: LinkProps) {
  const { words } = shown;
  const { say } = words;
  const { id, name } = person;
  return (
    <SitePage
      {...shown}
      path="/people"
      title={say('web.people.linkTitle', { name })}
      hasErrors={error !== undefined}
    >
      <ErrorSummary words={words} errors={{ userId: error }} />
      <p class="lead">{say('web.people.linkLead')}</p>
      <form method="post" action={`/people/${id}/link`}>
        <SelectField
          name="platform"
          label={say('web.people.platform')}
          chosen={typed['platform']}
          options={LINKABLE_PLATFORMS.map((platform) => [platform, platformName(platform)] as const)}
        />
        <TextField
          name="userId"
          label={say('web.people.userId')}
          hint={say('web.people.userIdHint')}
          typed={typed}
          error={error}
        />
        <p class="acts">
          <button class="button primary">{say('web.catalogue.look')}</button>
          <a class="button" href={`/people/${id}`}>
            {say('web.people.cancel')}
          </a>
        </p>
      </form>
    </SitePage>
  );
}

type LinkPreviewProps = ShownPeople & {
  person: PersonFacts;
  account: { platform: string; userId: string };
  /** Whose it is now. */
  owner: Pick<Person, 'id' | 'name' | 'role'> | undefined;
};

/** Whose an account is and will be, and what it may do then. */
export function LinkAccountPreviewPage({ person, account, owner, ...shown }: LinkPreviewProps) {
  const { words } = shown;
  const { say } = words;
  const { id, name, role } = person;
  const called = `${platformName(account.platform)} ${account.userId}`;
  return (
    <SitePage {...shown} path="/people" title={say('web.people.linkNow', { account: called, name })}>
      <p class="lead">
        {owner
          ? say('web.people.linkFrom', { owner: owner.name, role: say(`role.${owner.role}`) })
          : say('web.people.linkFresh')}
      </p>
      <p>{say('web.people.linkRights', { name, role: say(`role.${role}`) })}</p>
      <form method="post" action={`/people/${id}/link`} class="acts">
        <input type="hidden" name="platform" value={account.platform} />
        <input type="hidden" name="userId" value={account.userId} />
        <input type="hidden" name="owner" value={owner?.id ?? ''} />
        <input type="hidden" name="step" value="save" />
        {owner?.id === id ? (
          <p>{say('web.people.linkedAlready')}</p>
        ) : (
          <button class="button primary">{say('web.people.linkNow', { account: called, name })}</button>
        )}
        <a class="button" href={`/people/${id}/link`}>
          {say('web.catalogue.again')}
        </a>
      </form>
    </SitePage>
  );
}

/** What an account can no longer do when it is nobody's any more. */
export function UnlinkPage({
  person,
  account,
  ...shown
}: ShownPeople & { person: PersonFacts; account: { platform: string; userId: string } }) {
  const { words } = shown;
  const { say } = words;
  const { id, name } = person;
  const called = `${platformName(account.platform)} ${account.userId}`;
  return (
    <SitePage {...shown} path="/people" title={say('web.people.unlinkTitle', { account: called, name })}>
      <p class="lead">{say('web.people.unlinkLead')}</p>
      <form method="post" action={`/people/${id}/unlink`} class="acts">
        <input type="hidden" name="account" value={`${account.platform}:${account.userId}`} />
        <button class="button danger">{say('web.people.unlinkNow', { account: called, name })}</button>
        <a class="button" href={`/people/${id}`}>
          {say('web.people.cancel')}
        </a>
      </form>
    </SitePage>
  );
}

type AccountsProps = ShownPeople & {
  waiting: readonly WaitingAccount[];
  links: boolean;
  said: string | undefined;
};

/** The chat accounts that wait for an admin’s word. */
export function AccountsPage({ waiting, links, said, ...shown }: AccountsProps) {
  const { words, organization } = shown;
  const { say } = words;
  return (
    <SitePage
      {...shown}
      path="/people"
      title={say('web.accounts.title', { count: waiting.length })}
      tab={say('web.accounts.tab')}
    >
      {said && (
        <p class="said" role="status">
          {said}
        </p>
      )}
      <p class="lead">{say(waiting.length > 0 ? 'web.accounts.lead' : 'web.accounts.none')}</p>
      <ul class="cards">
        {waiting.map((one) => (
          <li>
            <h2>{say('web.accounts.one', { account: accountText(one), name: one.profile.name })}</h2>
            <p>{say(`web.accounts.reason.${one.reason}`)}</p>
            <p>{say('web.accounts.wouldBe', { name: one.person, role: say(`role.${one.role}`) })}</p>
            <p class="note">
              {say('web.accounts.since', { on: words.date(one.askedAt, organization.timeZone) })}
            </p>
            {links && (
              <p class="acts">
                <a class="button" href={`/people/accounts/${one.number}`}>
                  {say('web.accounts.look')}
                  <span class="visually-hidden">: {one.userId}</span>
                </a>
              </p>
            )}
          </li>
        ))}
      </ul>
      {!links && waiting.length > 0 && <p class="note">{say('web.accounts.byAdmins')}</p>}
      <p class="acts">
        <a href="/people">{say('web.people.back')}</a>
      </p>
    </SitePage>
  );
}

function accountText({ platform, userId }: WaitingAccount): string {
  return `${platformName(platform)} ${userId}`;
}

/** One account that waits: what its platform says, whose it would be, and the one button that says so. */
export function AccountPage({
  waiting,
  error,
  ...shown
}: ShownPeople & { waiting: WaitingAccount; error?: string | undefined }) {
  const { words } = shown;
  const { say } = words;
  const { number, profile, person, email, role, reason } = waiting;
  return (
    <SitePage
      {...shown}
      path="/people"
      title={say('web.accounts.confirmTitle', { account: accountText(waiting), name: person })}
      hasErrors={error !== undefined}
    >
      {error && (
        <p class="summary" role="alert">
          {error}
        </p>
      )}
      <p class="lead">{say(`web.accounts.reason.${reason}`)}</p>
      <dl class="facts">
        <dt>{say('web.accounts.nameThere')}</dt>
        <dd>{profile.name}</dd>
        <dt>{say('web.accounts.addressThere')}</dt>
        <dd>{profile.email ?? say('web.people.none')}</dd>
        <dt>{say('web.accounts.personHere')}</dt>
        <dd>{email ? `${person}, ${email}` : person}</dd>
      </dl>
      <p>{say('web.people.linkRights', { name: person, role: say(`role.${role}`) })}</p>
      <p>{say('web.accounts.onlyIf')}</p>
      <form method="post" action={`/people/accounts/${number}`} class="acts">
        <button class="button primary">{say('web.accounts.confirm', { name: person })}</button>
        <a class="button" href="/people/accounts">
          {say('web.people.cancel')}
        </a>
      </form>
    </SitePage>
  );
}
