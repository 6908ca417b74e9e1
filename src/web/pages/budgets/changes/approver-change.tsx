import type { DepartmentApprovers, PersonFacts } from '#src/app.ts';
import { decides, decidesNearAlone } from '#src/domain/approval/approvers.ts';
import { isUuid } from '#src/domain/kit/uuid.ts';
import { done, type Outcome } from '#src/domain/outcome.ts';
import type { Department } from '#src/domain/people/department.ts';
import { isRole, type Role, ROLES } from '#src/domain/people/roles.ts';
import type { Words } from '#src/words/words.ts';
import { SelectField } from '../../../frame/select-field.tsx';
import type { Asked, BudgetDeed, ChangeForm, Mark, Preview, ReadChange, Typed } from './change.ts';
import { findBudget } from './find-budget.ts';

/** Somebody's role, as it decides who approves for a department. It is changed as on their own page, by the same rules. */
export const approverChange: BudgetDeed = {
  path: '/:departmentId/approvers/:personId',
  right: 'set-roles',
  async open(asked) {
    const found = await findBudget(asked);
    const person = found && (await findWorker(asked));
    if (!found || !person) return undefined;
    if (person.id === asked.reader.person.id)
      return { kind: 'person-off-limits', why: 'self', name: person.name };
    return formOf(asked, { department: found.department, person });
  },
};

/** Whom the address names, as long as they work here. */
async function findWorker({ deps, reader, param }: Asked): Promise<PersonFacts | undefined> {
  const personId = param('personId').toLowerCase();
  if (!isUuid(personId)) return undefined;
  const person = await deps.app.queries.people.findFacts(reader.person, personId);
  return person?.isDeactivated || person?.isErased || person?.mergedInto ? undefined : person;
}

type Standing = { department: Department; person: PersonFacts };

function formOf(asked: Asked, standing: Standing): ChangeForm {
  const { department, person } = standing;
  const { name, role } = person;
  const { words } = asked.deps;
  const { say } = words;
  return {
    title: say('web.approver.form', { name }),
    lead: say('web.approver.formLead', { name, department: person.department, role: say(`role.${role}`) }),
    typed: { role },
    fields: (typed, errors) => (
      <SelectField
        name="role"
        label={say('web.approver.role')}
        hint={say('web.approver.roleHint')}
        chosen={typed['role']}
        error={errors['role']}
        options={ROLES.map((one) => [one, say(`role.${one}`)] as const)}
      />
    ),
    seen: person.seen,
    main: 'role',
    takesReason: true,
    read: (typed) => readRole(asked, standing, typed),
    back: `/budgets/${department.id}`,
    said: 'role',
  };
}

function readRole(asked: Asked, { department, person }: Standing, typed: Typed): ReadChange {
  const { say } = asked.deps.words;
  const { name } = person;
  const role = typed['role'] ?? '';
  if (!isRole(role)) return { ok: false, errors: { role: say('web.approver.wrongRole') } };
  if (decidesNearAlone(role) && role !== person.role && person.departmentId !== department.id) {
    const places = { theirs: person.department, department: department.name };
    return { ok: false, errors: { role: say('web.approver.elsewhere', { name, ...places }) } };
  }
  const ends = decides(person.role) && !decides(role);
  return {
    ok: true,
    wanted: {
      button: say(ends ? 'web.approver.end' : 'web.approver.save', { name, role: say(`role.${role}`) }),
      preview: () => previewRole(asked, { department, person }, role),
      save: (mark) => saveRole(asked, person, { role, mark }),
    },
  };
}

async function previewRole(
  asked: Asked,
  { department, person }: Standing,
  role: Role,
): Promise<Outcome<Preview>> {
  const { deps, reader } = asked;
  const { app, words, organization } = deps;
  const { say } = words;
  const change = { personId: person.id, patch: { role }, seen: person.seen, by: reader.person };
  const planned = await app.people.change(organization, { ...change, isDry: true });
  if (!planned.ok || role === person.role) return planned.ok ? done({ rows: [], notes: [] }) : planned;
  const instead = { personId: person.id, departmentId: person.departmentId, role };
  const { listApprovers } = app.queries.approval;
  const [before, after, second] = await Promise.all([
    listApprovers(reader.person, department.id),
    listApprovers(reader.person, department.id, instead),
    app.queries.budget.findSecondPerson(reader.person),
  ]);
  const waits = role !== 'employee' && Object.keys(second?.setting ?? {}).length > 0;
  return done({
    rows: [
      {
        label: say('web.approver.form', { name: person.name }),
        before: say(`role.${person.role}`),
        after: say(`role.${role}`),
      },
      ...decidersRows(words, { department, before, after }),
    ],
    notes: [say('web.people.rights.role'), ...(waits ? [say('web.approver.needs')] : [])],
  });
}

type Deciders = DepartmentApprovers | undefined;

/** Who decides before and after. What stays as it is is shown too: it is what somebody came to see. */
function decidersRows(
  { say }: Words,
  { department, before, after }: { department: Department; before: Deciders; after: Deciders },
) {
  function names(all: Deciders, kind: keyof DepartmentApprovers): string {
    return all?.[kind].map(({ name }) => name).join(', ') || say('web.budgets.nobody');
  }
  return [
    {
      label: say('web.approver.gifts', { department: department.name }),
      before: names(before, 'gift'),
      after: names(after, 'gift'),
    },
    { label: say('web.approver.funds'), before: names(before, 'funds'), after: names(after, 'funds') },
  ];
}

/** A second press finds the role as it is to be, and does nothing more. */
async function saveRole(
  { deps, reader }: Asked,
  person: PersonFacts,
  { role, mark: { seen, reason } }: { role: Role; mark: Mark },
): Promise<Outcome<unknown>> {
  if (person.role === role) return done(undefined);
  const { app, organization } = deps;
  const change = { personId: person.id, patch: { role }, seen, reason, by: reader.person };
  const changed = await app.people.change(organization, change);
  if (changed.ok || changed.refusal.kind !== 'person-changed') return changed;
  const now = await app.queries.people.findFacts(reader.person, person.id);
  return now?.role === role ? done(undefined) : { ok: false, refusal: { kind: 'setting-changed' } };
}
