import type { Child } from 'hono/jsx';
import { type Change, type ChangeKind, changesRights } from '#src/domain/people/plan-people.ts';
import { isRole } from '#src/domain/people/roles.ts';
import type { PlainKey, Words } from '#src/words/words.ts';
import { DataTable } from '../../frame/data-table.tsx';
import { SitePage } from '../../frame/site-page.tsx';
import type { ShownPeople } from './page.tsx';

export const FIELD_LABELS = {
  deactivated: 'web.people.worksHere',
  reactivated: 'web.people.worksHere',
  role: 'web.people.role',
  guest: 'web.people.guests',
  email: 'web.people.email',
  manager: 'web.people.manager',
  department: 'web.people.department',
  name: 'web.people.name',
  region: 'web.people.region',
  number: 'web.people.number',
  chat: 'web.people.chat',
} as const satisfies Record<ChangeKind, PlainKey>;

/** What a value of a change is called: roles and yes have names, nothing is none. */
export function valueText({ say }: Words, kind: ChangeKind, value: string): string {
  if (kind === 'role' && isRole(value)) return say(`role.${value}`);
  const isYes = kind === 'deactivated' ? value === '' : value === 'yes';
  if (kind === 'guest' || kind === 'deactivated' || kind === 'reactivated')
    return say(isYes ? 'web.catalogue.yes' : 'web.catalogue.no');
  return value || say('web.people.none');
}

const CONSEQUENCES: Partial<Record<ChangeKind, PlainKey>> = {
  role: 'web.people.rights.role',
  guest: 'web.people.rights.guest',
  email: 'web.people.rights.email',
  manager: 'web.people.rights.manager',
  department: 'web.people.rights.department',
};

type ChangeProps = ShownPeople & {
  name: string;
  path: string;
  typed: Readonly<Record<string, string>>;
  changes: readonly Change[];
};

/** What somebody is and what they will be, what that means for what they may do, and the one button that makes it so. */
export function PersonChangePage({ name, path, typed, changes, ...shown }: ChangeProps) {
  const { words } = shown;
  const { say } = words;
  const rights = changes.filter(changesRights);
  return (
    <SitePage
      {...shown}
      path="/people"
      title={changes.length === 0 ? say('web.catalogue.nothing') : say('web.people.save', { name })}
    >
      {changes.length > 0 && (
        <DataTable
          caption={say('web.people.save', { name })}
          rows={changes}
          columns={[
            { label: say('web.catalogue.what'), isMain: true, cell: ({ kind }) => say(FIELD_LABELS[kind]) },
            { label: say('web.catalogue.was'), cell: ({ kind, from }) => valueText(words, kind, from) },
            { label: say('web.catalogue.willBe'), cell: ({ kind, to }) => valueText(words, kind, to) },
          ]}
        />
      )}
      {rights.length > 0 && (
        <section aria-labelledby="rights" class="panel">
          <h2 id="rights">{say('web.people.rights.title')}</h2>
          <ul class="problems">
            {rights.map(({ kind }) => {
              const text = CONSEQUENCES[kind];
              return text && <li>{say(text)}</li>;
            })}
          </ul>
        </section>
      )}
      <SavingForm words={words} path={path} typed={typed} back={path}>
        {changes.length > 0 && <button class="button primary">{say('web.people.save', { name })}</button>}
      </SavingForm>
    </SitePage>
  );
}

/** Sends a form again as it was typed, this time to be done. */
function SavingForm({
  words: { say },
  path,
  typed,
  back,
  children,
}: {
  words: Words;
  path: string;
  typed: Readonly<Record<string, string>>;
  back: string;
  children: Child;
}) {
  return (
    <form method="post" action={path} class="acts">
      {Object.entries({ ...typed, step: 'save' }).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      {children}
      <a class="button" href={back}>
        {say('web.catalogue.again')}
      </a>
    </form>
  );
}

type NewProps = ShownPeople & {
  typed: Readonly<Record<string, string>>;
  facts: readonly { label: string; value: string }[];
  name: string;
  hasRole: boolean;
};

/** Who is about to be added, with the one button that does it. */
export function NewPersonPage({ typed, facts, name, hasRole, ...shown }: NewProps) {
  const { words } = shown;
  const { say } = words;
  const title = say('web.people.saveNew', { name });
  return (
    <SitePage {...shown} path="/people" title={title}>
      <DataTable
        caption={title}
        rows={facts}
        columns={[
          { label: say('web.catalogue.what'), isMain: true, cell: ({ label }) => label },
          { label: say('web.catalogue.willBe'), cell: ({ value }) => value },
        ]}
      />
      {hasRole && <p>{say('web.people.rights.role')}</p>}
      <SavingForm words={words} path="/people/new" typed={typed} back="/people/new">
        <button class="button primary">{title}</button>
      </SavingForm>
    </SitePage>
  );
}
