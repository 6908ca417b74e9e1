import type { ListedPerson, PageOfPeople, SignedIn } from '#src/app.ts';
import { ROLES } from '#src/domain/people/roles.ts';
import type { Words } from '#src/words/words.ts';
import { DataTable } from '../../frame/data-table.tsx';
import { DepartmentFilter, type FilteredDepartment } from '../../frame/department-filter.tsx';
import { Field } from '../../frame/field.tsx';
import { SelectField } from '../../frame/select-field.tsx';
import { SitePage } from '../../frame/site-page.tsx';
import { addressOfPeople, type PeopleQuery } from './read-filter.ts';

export type ShownPeople = {
  words: Words;
  organization: { name: string; timeZone: string };
  reader: SignedIn;
};

type PeopleProps = ShownPeople & {
  listed: PageOfPeople;
  query: PeopleQuery;
  departments: readonly FilteredDepartment[];
  /** Whether the reader keeps people, and how many accounts wait for an admin. */
  keeps: boolean;
  waiting: number;
  said: string | undefined;
};

/** The people whom the reader may see, with a search and filters that stand in the address. */
export function PeoplePage({ listed, query, departments, keeps, waiting, said, ...shown }: PeopleProps) {
  const { words } = shown;
  const { say } = words;
  const isFiltered = Object.values(query).some((value) => value !== undefined && value !== '');
  return (
    <SitePage
      {...shown}
      path="/people"
      title={say(query.state === 'left' ? 'web.people.titleLeft' : 'web.people.title', {
        count: listed.count,
      })}
      tab={say('web.nav.people')}
    >
      {said && (
        <p class="said" role="status">
          {said}
        </p>
      )}
      {keeps && (
        <p class="acts">
          <a class="button primary" href="/people/new">
            {say('web.people.add')}
          </a>
          <a class="button" href="/people/import">
            {say('web.people.import')}
          </a>
          {waiting > 0 && (
            <a class="button" href="/people/accounts">
              {say('web.people.waiting', { count: waiting })}
            </a>
          )}
        </p>
      )}
      <Filter words={words} query={query} departments={departments} />
      {listed.people.length > 0 ? (
        <DataTable
          caption={say('web.nav.people')}
          rows={listed.people}
          columns={[
            {
              label: say('web.people.name'),
              isMain: true,
              cell: (person) => <Called words={words} person={person} />,
            },
            { label: say('web.people.department'), cell: ({ department }) => department },
            { label: say('web.people.role'), cell: ({ role }) => say(`role.${role}`) },
            { label: say('web.people.manager'), cell: ({ manager }) => manager ?? '' },
            { label: say('web.people.chat'), cell: (person) => platformsText(words, person) },
          ]}
        />
      ) : (
        <p>{say(isFiltered ? 'web.people.nobodyHere' : 'web.people.nobody')}</p>
      )}
      <Paging words={words} query={query} next={listed.next} />
    </SitePage>
  );
}

function Called({ words: { say }, person }: { words: Words; person: ListedPerson }) {
  const { id, name, email, employeeNumber, isGuest, isDeactivated } = person;
  const more = [email, employeeNumber].filter((one) => one !== null).join(' · ');
  return (
    <span class="what">
      <a href={`/people/${id}`}>{name}</a> {isGuest && <span class="badge">{say('web.people.isGuest')}</span>}{' '}
      {isDeactivated && <span class="badge">{say('web.people.hasLeft')}</span>}
      {more && <span class="sub">{more}</span>}
    </span>
  );
}

const PLATFORMS: Readonly<Record<string, string>> = { slack: 'Slack', discord: 'Discord' };

export function platformName(platform: string): string {
  return PLATFORMS[platform] ?? platform;
}

function platformsText({ say }: Words, { platforms }: ListedPerson): string {
  return platforms.length > 0 ? platforms.map(platformName).join(', ') : say('web.people.notLinked');
}

function Filter({ words, query, departments }: Pick<PeopleProps, 'words' | 'query' | 'departments'>) {
  const { say } = words;
  const any = ['', say('web.people.any')] as const;
  return (
    <form method="get" action="/people" class="filter" role="search">
      <Field
        name="q"
        label={say('web.people.search')}
        control={({ id }) => (
          <input
            type="search"
            name="q"
            id={id}
            value={query.q ?? ''}
            placeholder={say('web.people.searchHint')}
            autocomplete="off"
          />
        )}
      />
      <DepartmentFilter
        words={words}
        label={say('web.people.department')}
        all={say('web.people.any')}
        chosen={query.department}
        departments={departments}
      />
      <SelectField
        name="role"
        label={say('web.people.role')}
        chosen={query.role}
        options={[any, ...ROLES.map((role) => [role, say(`role.${role}`)] as const)]}
      />
      <SelectField
        name="state"
        label={say('web.people.state')}
        chosen={query.state}
        options={[
          ['', say('web.people.active')],
          ['left', say('web.people.left')],
          ['all', say('web.people.all')],
        ]}
      />
      <SelectField
        name="guest"
        label={say('web.people.guests')}
        chosen={query.guest}
        options={[any, ['yes', say('web.people.onlyGuests')], ['no', say('web.people.noGuests')]]}
      />
      <SelectField
        name="linked"
        label={say('web.people.chat')}
        chosen={query.linked}
        options={[any, ['yes', say('web.people.linked')], ['no', say('web.people.notLinked')]]}
      />
      <button class="button">{say('web.wallet.filter')}</button>
    </form>
  );
}

function Paging({
  words: { say },
  query,
  next,
}: Pick<PeopleProps, 'words' | 'query'> & { next?: string | undefined }) {
  if (query.after === undefined && next === undefined) return <></>;
  return (
    <p class="acts">
      {query.after !== undefined && (
        <a class="button" href={addressOfPeople({ ...query, after: undefined })}>
          {say('web.people.first')}
        </a>
      )}
      {next !== undefined && (
        <a class="button" rel="next" href={addressOfPeople({ ...query, after: next })}>
          {say('web.people.next')}
        </a>
      )}
    </p>
  );
}
