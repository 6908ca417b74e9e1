import type { Alteration } from './tampering.ts';

const UUID = `'00000000-0000-7000-8000-0000000000aa'::uuid`;
const eve = `(select id from person where name = 'Eve Adler')`;
function lastSealed(table: 'change' | 'activity'): string {
  return `(select last_${table} from seal order by number desc limit 1)`;
}

/** A sealed change of somebody's department, and a new one that nothing covers yet. */
const moved = `(select number from change where subject = 'person' and before is not null and number <= ${lastSealed('change')}
  order by number desc limit 1)`;
const fresh = `(select number from change where number > ${lastSealed('change')} order by number limit 1)`;

const nia = `(select id from person where name = 'Nia New')`;

function ofRunning(number: string): Pick<Alteration, 'by' | 'row'> {
  return {
    by: `update change set running_number = ${number} where number = ${fresh}`,
    row: `select 'change ' || ${fresh} || ' of' union all select 'running number ' || running_number || ' is gone' from change where number = ${fresh}`,
  };
}

/** The newest activity of a kind that nothing covers yet, and what the changes say of it. */
function goneEverywhere(where: string): Pick<Alteration, 'by' | 'row'> {
  const number = `(select max(number) from activity where ${where})`;
  return {
    by: `delete from change where subject = 'activity' and key = (select id::text from activity where number = ${number});
         delete from activity where number = ${number}`,
    row: `select 'running number ' || running_number || ' is gone' from change
           where subject = 'activity' and key = (select id::text from activity where number = ${number})`,
  };
}

function gift(amount: number): string {
  return `(select id from gift where amount_minor = ${amount * 100})`;
}

function ofChange(number: string, change: string): Pick<Alteration, 'by' | 'row'> {
  return {
    by: `update change set ${change} where number = ${number}`,
    row: `select 'change ' || ${number} || ' of'`,
  };
}

/** The activity by which a gift was issued; 15 is sealed, 31 is not. */
function issued(amount: number): string {
  return `kind = 'gift.issued' and gift_id = ${gift(amount)}`;
}

function ofActivity(where: string, change: string): Pick<Alteration, 'by' | 'row'> {
  return {
    by: `update activity set ${change} where ${where}`,
    row: `select id from activity where ${where}`,
  };
}

function goneActivity(where: string): Pick<Alteration, 'by' | 'row'> {
  return {
    by: `delete from activity where ${where}`,
    row: `select 'activity ' || number from activity where ${where} union all
          select e.id::text from activity a join entry e on e.subject_id = a.gift_id where a.${where}`,
  };
}

const ABOUT_SEALS = 'it is about the seals themselves';

function ofSeal(number: number, change: string): Omit<Alteration, 'what'> {
  return {
    by: `update seal set ${change} where number = ${number}`,
    row: `select 'seal ${number}'`,
    onlySealsTell: ABOUT_SEALS,
  };
}

function forgedChange(mac: string): Pick<Alteration, 'by' | 'row'> {
  return {
    by: `insert into change (organization_id, subject, key, before, after, mac)
         select organization_id, subject, key, after, after || '{"role": "finance"}', ${mac}
           from change where subject = 'person' and key = ${eve}::text order by number desc limit 1;
         update person set role = 'finance' where id = ${eve}`,
    row: `select ${eve}`,
  };
}

function forgedActivity(mac: string, number = 'default'): Pick<Alteration, 'by' | 'row'> {
  const placed = number === 'default' ? ['', ''] : [', number', `, ${number}`];
  return {
    by: `insert into activity (organization_id, id, at, kind, actor_id, subject_id, gift_id, detail, facts, mac${placed[0]})
         select organization_id, ${UUID}, at, kind, ${eve}, subject_id, gift_id, detail, facts, ${mac}${placed[1]}
           from activity where ${issued(15)}`,
    row: `select ${UUID}`,
  };
}

const NO_TRACE = 'nothing else tells of it';

/** The record of what changed and what happened, and the seals over both. */
export const CHAIN_ALTERATIONS: readonly Alteration[] = [
  {
    what: 'a change is gone',
    by: `delete from change where number = ${moved}`,
    row: `select 'change ' || ${moved} union all select key from change where number = ${moved}`,
  },
  {
    what: 'a new change is gone',
    by: `delete from change where number = ${fresh}`,
    row: `select key from change where number = ${fresh}`,
  },
  {
    what: 'the first change of a row is gone',
    by: `delete from change where subject = 'person' and before is null and key = (select id::text from person where name = 'Mallory Quint')`,
    row: `select id from person where name = 'Mallory Quint'`,
  },
  {
    what: 'a change is taken back, and its row with it',
    by: `update person set department_id = (select before ->> 'department_id' from change where number = ${moved})::uuid
          where id = (select key from change where number = ${moved})::uuid;
         delete from change where number = ${moved}`,
    row: `select 'change ' || ${moved} union all select 'running number ' || running_number || ' is gone' from change where number = ${moved}`,
  },
  {
    what: 'a new change is taken back, and its row with it',
    by: `delete from identity where person_id = ${nia}; delete from person where id = ${nia};
         delete from change where number > ${lastSealed('change')} and subject in ('person', 'identity')`,
    row: `select 'running number ' || min(running_number) || ' is gone' from change where number > ${lastSealed('change')} and subject in ('person', 'identity')`,
  },
  {
    what: 'the newest change is taken back, and its row with it',
    by: `delete from activity where id::text = (select key from change order by running_number desc limit 1);
         delete from change where number = (select number from change order by running_number desc limit 1)`,
    row: `select 'running number ' || max(running_number) || ' is gone' from change`,
  },
  {
    what: 'fewer changes are said to have been made',
    by: `update change_count set last = last - 1`,
    row: `select 'running number ' || last || ' is there, but not counted' from change_count`,
  },
  {
    what: 'nobody knows how many changes were made',
    by: `delete from change_count`,
    row: `select 'running number ' || last || ' is there, but not counted' from change_count`,
  },
  { what: 'a change has no running number', ...ofRunning('null') },
  { what: 'a change has another running number', ...ofRunning('1000000') },
  { what: 'a change is numbered as from before', ...ofChange(fresh, 'running_number = null, mac = null') },

  { what: 'a change led elsewhere', ...ofChange(moved, `after = after || '{"role": "admin"}'`) },
  {
    what: 'a change led elsewhere, and its row with it',
    by: `update change set after = after || '{"role": "admin"}' where number = ${moved};
         update person set role = 'admin' where id = (select key from change where number = ${moved})::uuid`,
    row: `select 'change ' || ${moved}`,
  },
  { what: 'a change came from elsewhere', ...ofChange(moved, `before = before || '{"role": "admin"}'`) },
  { what: 'a change was made at another time', ...ofChange(moved, `at = at - interval '1 day'`) },
  { what: 'a change was made by another', ...ofChange(moved, `written_by = 'nobody'`) },
  { what: 'a change is another row’s', ...ofChange(moved, `key = ${eve}`) },
  { what: 'a change is another table’s', ...ofChange(moved, `subject = 'department'`) },
  { what: 'a change has no signature', ...ofChange(moved, 'mac = null') },
  {
    what: 'a change has another’s signature',
    ...ofChange(moved, `mac = (select mac from change where number = ${fresh})`),
  },
  { what: 'a change knows no seal', ...ofChange(fresh, 'last_seal = null') },
  { what: 'a new change was made at another time', ...ofChange(fresh, `at = at - interval '1 minute'`) },
  { what: 'a new change has no signature', ...ofChange(fresh, 'mac = null') },
  { what: 'a new change led elsewhere', ...ofChange(fresh, `after = after || '{"role": "admin"}'`) },
  { what: 'a change was put in without a signature', ...forgedChange('null') },
  { what: 'a change was put in with a wrong signature', ...forgedChange(`sha256('mac')`) },
  {
    what: 'a change was put in with a copied signature',
    ...forgedChange(`(select mac from change where number = ${moved})`),
  },
  {
    what: 'changes have other numbers',
    by: `alter table change alter number set generated by default; update change set number = number + 1000000 where number = ${fresh}`,
    row: `select 'change ' || (${fresh} + 1000000) || ' of'`,
  },
  {
    what: 'a right is given, and every change of it is gone',
    by: `update person set role = 'finance' where id = ${eve}; delete from change where key = ${eve}::text`,
    row: `select ${eve}`,
  },
  { what: 'an activity is gone', ...goneActivity(issued(15)) },
  { what: 'a new activity is gone', ...goneActivity(issued(31)) },
  {
    what: 'a refused code is not on record',
    ...goneActivity(`number = (select min(number) from activity where kind = 'code.refused')`),
  },
  {
    what: 'a new refused code is not on record',
    ...goneActivity(`number = (select max(number) from activity where kind = 'code.refused')`),
  },
  { what: 'a new refused code is nowhere on record', ...goneEverywhere(`kind = 'code.refused'`) },
  { what: 'a shown code is nowhere on record', ...goneEverywhere(`kind = 'code.revealed'`) },
  {
    what: 'a refused code was refused before others',
    by: `update activity set number = -number where kind = 'code.refused'`,
    row: `select id from activity where kind = 'code.refused'`,
  },
  {
    what: 'a shown code is not on record',
    ...goneActivity(`kind = 'code.revealed'`),
  },
  {
    what: 'an import is not on record',
    ...goneActivity(
      `number = (select max(number) from activity where kind = 'person.imported' and number <= ${lastSealed('activity')})`,
    ),
    onlySealsTell: NO_TRACE,
  },
  {
    what: 'a setting is not on record',
    ...goneActivity(`number = (select min(number) from activity where kind = 'budget.set')`),
    row: `select 'activity ' || min(number) from activity where kind = 'budget.set' union all select id::text from budget_policy`,
  },
  {
    what: 'a decision is not on record',
    ...goneActivity(`number = (select min(number) from activity where kind = 'approval.decided')`),
    row: `select detail ->> 'approvalId' from activity where number = (select min(number) from activity where kind = 'approval.decided')`,
  },
  { what: 'an activity is another person’s', ...ofActivity(issued(15), `actor_id = ${eve}`) },
  { what: 'a new activity is another person’s', ...ofActivity(issued(31), `actor_id = ${eve}`) },
  { what: 'an activity is about another person', ...ofActivity(issued(15), `subject_id = ${eve}`) },
  { what: 'an activity is about another gift', ...ofActivity(issued(15), `gift_id = ${gift(14)}`) },
  {
    what: 'an activity is of another kind',
    ...ofActivity(`kind = 'code.refused'`, `kind = 'code.revealed'`),
  },
  {
    what: 'an activity says something else',
    ...ofActivity(issued(15), `detail = detail || '{"amountMinor": "1"}'`),
  },
  { what: 'an activity says more', ...ofActivity(issued(15), `detail = detail || '{"x": "1"}'`) },
  { what: 'a new activity says more', ...ofActivity(issued(31), `detail = detail || '{"x": "1"}'`) },
  { what: 'an activity was at another time', ...ofActivity(issued(15), `at = at - interval '1 second'`) },
  { what: 'an activity was another operator’s', ...ofActivity(issued(15), `operator = 'nobody'`) },
  { what: 'an activity keeps other facts', ...ofActivity(issued(15), `facts = sha256('facts')`) },
  {
    what: 'an activity keeps other facts, and its gift is such',
    by: `update gift set region = 'DE' where id = ${gift(31)}; update activity set facts = sha256('facts') where ${issued(31)}`,
    row: `select id from activity where ${issued(31)}`,
  },
  { what: 'an activity keeps no facts', ...ofActivity(issued(15), 'facts = null') },
  { what: 'an activity has no signature', ...ofActivity(issued(15), 'mac = null') },
  {
    what: 'an activity has neither facts nor a signature, and its gift is another’s',
    by: `update activity set mac = null, facts = null, subject_id = ${eve} where ${issued(15)};
         update gift set recipient_id = ${eve} where id = ${gift(15)}; update code set bound_to = ${eve} where gift_id = ${gift(15)}`,
    row: `select id from activity where ${issued(15)}`,
  },
  {
    what: 'an activity has another’s signature',
    ...ofActivity(issued(15), `mac = (select mac from activity where ${issued(14)})`),
  },
  {
    what: 'an activity has another number',
    by: `update activity set number = 1000000 + number where ${issued(15)}`,
    row: `select 'activity ' || number from activity where ${issued(15)}`,
    onlySealsTell: NO_TRACE,
  },
  {
    what: 'an activity has another id',
    by: `update activity set id = ${UUID} where ${issued(15)}`,
    row: `select ${UUID}`,
  },
  { what: 'an activity was put in without a signature', ...forgedActivity('null') },
  { what: 'an activity was put in with a wrong signature', ...forgedActivity(`sha256('mac')`) },
  { what: 'an activity was put in with a copied signature', ...forgedActivity('mac') },
  { what: 'an activity was put in before all others', ...forgedActivity('null', '-5') },
  {
    what: 'the organization is said to be from before signatures, and a right is given',
    by: `update change set mac = null where subject = 'organization'; update person set role = 'finance' where id = ${eve};
         update change set after = after || '{"role": "finance"}' where key = ${eve}::text`,
    row: `select ${eve}::text union all select 'of organization'`,
  },
  {
    what: 'the newest seal is gone',
    by: `delete from seal where number = 2`,
    row: `select key from change where last_seal = (select hash from seal where number = 2) order by number limit 1`,
  },
  {
    what: 'the first seal is gone',
    by: `delete from seal where number = 1`,
    row: `select 'seal 1'`,
    onlySealsTell: ABOUT_SEALS,
  },
  {
    what: 'every seal is gone',
    by: 'delete from seal',
    row: `select key from change where last_seal is not null order by number limit 1`,
  },
  { what: 'a seal has another hash', ...ofSeal(1, `hash = sha256('hash')`) },
  { what: 'a seal has another signature', ...ofSeal(1, `mac = sha256('mac')`) },
  { what: 'a seal has another’s signature', ...ofSeal(1, `mac = (select mac from seal where number = 2)`) },
  { what: 'a seal has no signature', ...ofSeal(1, 'mac = null') },
  { what: 'a seal was made at another time', ...ofSeal(2, `sealed_at = sealed_at - interval '1 day'`) },
  {
    what: 'a seal has another number',
    by: `update seal set number = 3 where number = 2`,
    row: `select 'seal 2 is missing'`,
    onlySealsTell: ABOUT_SEALS,
  },
  {
    what: 'a seal has other marks',
    ...ofSeal(2, `marks = decode(repeat('00', octet_length(marks)), 'hex')`),
  },
  {
    what: 'a seal has other marks of changes',
    ...ofSeal(2, `change_marks = decode(repeat('00', octet_length(change_marks)), 'hex')`),
  },
  { what: 'a seal has other marks of activities', ...ofSeal(2, `activity_marks = ''`) },
  { what: 'a seal covers fewer postings', ...ofSeal(2, 'last_posting = last_posting - 1') },
  { what: 'a seal covers fewer changes', ...ofSeal(2, 'last_change = last_change - 1') },
  { what: 'a seal covers fewer activities', ...ofSeal(2, 'last_activity = last_activity - 1') },
  { what: 'a seal says that it has fewer rows', ...ofSeal(2, 'changes = changes - 1') },
  { what: 'a seal begins elsewhere', ...ofSeal(2, 'first_posting = first_posting + 1') },
  { what: 'a seal names rows that nobody signed', ...ofSeal(2, `unsigned = '["change 1 of x y"]'`) },
  { what: 'a seal names no list of unsigned rows', ...ofSeal(2, `unsigned = '["x"]'::jsonb - 0 || '[1]'`) },
  {
    what: 'seals are as those of old, which have no signature',
    by: `update seal set last_change = null, changes = null, change_marks = null, last_activity = null, activities = null,
                activity_marks = null, mac = null, key_id = null, unsigned = null`,
    row: `select 'seal 1'`,
    onlySealsTell: ABOUT_SEALS,
  },
];
