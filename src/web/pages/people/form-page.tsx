import type { PersonFacts } from '#src/app.ts';
import { ROLES } from '#src/domain/people/roles.ts';
import { ErrorSummary, type FieldErrors } from '../../frame/field.tsx';
import { SelectField } from '../../frame/select-field.tsx';
import { SitePage } from '../../frame/site-page.tsx';
import { TextField } from '../../frame/text-field.tsx';
import type { ShownPeople } from './page.tsx';

export type PersonFormProps = ShownPeople & {
  /** Who is changed; undefined for somebody new. */
  person: PersonFacts | undefined;
  /** What stands in the form. */
  typed: Readonly<Record<string, string>>;
  errors: FieldErrors;
  departments: readonly { id: string; name: string }[];
  /** Whether the reader gives and takes roles. */
  setsRoles: boolean;
};

/** Everything that is kept about somebody, in one form. What comes of it is shown before it is done. */
export function PersonFormPage(props: PersonFormProps) {
  const { words, organization, reader, person, typed, errors } = props;
  const { say } = words;
  return (
    <SitePage
      words={words}
      organization={organization}
      reader={reader}
      path="/people"
      title={person ? say('web.people.edit', { name: person.name }) : say('web.people.add')}
      hasErrors={Object.values(errors).some((one) => one !== undefined)}
    >
      <ErrorSummary words={words} errors={errors} />
      <form method="post" action={person ? `/people/${person.id}/edit` : '/people/new'}>
        {person && <input type="hidden" name="seen" value={typed['seen'] ?? ''} />}
        <Who {...props} />
        <Where {...props} />
        <p class="acts">
          <button class="button primary">{say('web.catalogue.look')}</button>
          <a class="button" href={person ? `/people/${person.id}` : '/people'}>
            {say('web.people.cancel')}
          </a>
        </p>
      </form>
    </SitePage>
  );
}

function Who({ words: { say }, typed, errors }: PersonFormProps) {
  return (
    <>
      <TextField name="name" label={say('web.people.name')} typed={typed} error={errors['name']} />
      <TextField
        name="email"
        label={say('web.people.email')}
        hint={say('web.people.emailHint')}
        typed={typed}
        error={errors['email']}
      />
      <TextField
        name="number"
        label={say('web.people.number')}
        hint={say('web.people.numberHint')}
        typed={typed}
        error={errors['number']}
      />
      <div class="field">
        <label>
          <input type="checkbox" name="guest" value="yes" checked={Boolean(typed['guest'])} />{' '}
          {say('web.people.guestLabel')}
        </label>
      </div>
    </>
  );
}

function Where({ words: { say }, reader, person, typed, errors, departments, setsRoles }: PersonFormProps) {
  const isOwn = person?.id === reader.person.id;
  return (
    <>
      <SelectField
        name="department"
        label={say('web.people.department')}
        chosen={typed['department']}
        error={errors['department']}
        options={[
          ['', say('web.catalogue.choose')],
          ...departments.map(({ id, name }) => [id, name] as const),
        ]}
      />
      <TextField
        name="manager"
        label={say('web.people.manager')}
        hint={say('web.people.managerHint')}
        typed={typed}
        error={errors['manager']}
      />
      <TextField
        name="region"
        label={say('web.people.region')}
        hint={say('web.people.regionHint')}
        typed={typed}
        error={errors['region']}
      />
      {setsRoles && !isOwn ? (
        <SelectField
          name="role"
          label={say('web.people.role')}
          hint={say('web.people.roleHint')}
          chosen={typed['role']}
          error={errors['role']}
          options={ROLES.map((role) => [role, say(`role.${role}`)] as const)}
        />
      ) : (
        <p class="note">{say(isOwn ? 'web.people.ownRole' : 'web.people.rolesByAdmins')}</p>
      )}
    </>
  );
}

/** What stands in the form of a person as they are. */
export function typedOfPerson(person: PersonFacts): Record<string, string> {
  return {
    name: person.name,
    email: person.email ?? '',
    number: person.employeeNumber ?? '',
    department: person.departmentId,
    manager: person.managerLabel ?? '',
    region: person.region,
    role: person.role,
    guest: person.isGuest ? 'yes' : '',
    seen: person.seen,
  };
}
