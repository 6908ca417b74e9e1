import type { Alteration } from './tampering.ts';

function person(name: string): string {
  return `(select id from person where name like '${name} %')`;
}

const eve = person('Eve');
const alice = person('Alice');
const bob = person('Bob');
const finn = person('Finn');
const ada = person('Ada');
const rob = person('Rob');
const overMoney = `(select id from api_token where name = 'over money')`;
const priya = person('Priya');
const UUID = `'00000000-0000-7000-8000-0000000000aa'::uuid`;
const design = `(select id from department where name = 'Design')`;
const engineering = `(select id from department where name = 'Engineering')`;

function of(table: string, where: string, change: string, row = 'id'): Pick<Alteration, 'by' | 'row'> {
  return {
    by: `update ${table} set ${change} where ${where}`,
    row: `select ${row} from ${table} where ${where}`,
  };
}

function gone(table: string, where: string, row = 'id'): Pick<Alteration, 'by' | 'row'> {
  return { by: `delete from ${table} where ${where}`, row: `select ${row} from ${table} where ${where}` };
}

function ofPerson(change: string, who = eve): Pick<Alteration, 'by' | 'row'> {
  return of('person', `id = ${who}`, change);
}

/** What somebody confirmed is not there: `said` is how the rule about rights of that kind names what was given. */
function unconfirmed(kind: string, said: string): Pick<Alteration, 'by' | 'row'> {
  return { by: `delete from proposal where kind = '${kind}'`, row: `select ${said}` };
}

/** The newest policy of a table. */
function newest(table: string, where = 'true'): string {
  return `id = (select id from ${table} where ${where} order by set_at desc, id desc limit 1)`;
}

function insert(table: string, columns: string, values: string): Pick<Alteration, 'by' | 'row'> {
  return {
    by: `insert into ${table} (organization_id, ${columns}) select id, ${values} from organization`,
    row: `select ${UUID}`,
  };
}

const waiting = `id = (select a.id from approval a join gift g on g.recognition_id = a.subject_id where g.amount_minor = 10100)`;
const approved = `id = (select a.id from approval a join gift g on g.recognition_id = a.subject_id where g.amount_minor = 10300)`;
const declined = `id = (select a.id from approval a join gift g on g.recognition_id = a.subject_id where g.amount_minor = 10400)`;
const policy = newest('budget_policy', `department_id = ${design}`);

const newFactor = `person_id = ${eve}`;
const freshCode = `id = (select id from recovery_code where used_at is null and person_id = ${eve} order by id limit 1)`;
const openReset = `status = 'open'`;
const openProposal = `status = 'open'`;
const openPlan = `kind = 'rules' and withdrawn_at is null`;

/** Who may do what, and with how much: people, their accounts, rules, decisions. */
export const RIGHTS_ALTERATIONS: readonly Alteration[] = [
  { what: 'somebody has another role', ...ofPerson(`role = 'finance'`) },
  { what: 'somebody new has another role', ...ofPerson(`role = 'admin'`, person('Nia')) },
  { what: 'somebody is in another department', ...ofPerson(`department_id = ${engineering}`) },
  { what: 'somebody has another address', ...ofPerson(`email = 'eve@evil.example'`) },
  {
    what: 'somebody has the address of the head of finance',
    by: `update person set email = 'old@example.com' where id = ${finn};
         update person set email = 'finn@example.com' where id = ${eve}`,
    row: `select ${eve}`,
  },
  { what: 'somebody has another name', ...ofPerson(`name = 'Finn Adeyemi'`) },
  { what: 'somebody’s name is kept under another salt', ...ofPerson('salt = gen_random_uuid()') },
  { what: 'somebody has another number', ...ofPerson(`employee_number = 'E1'`) },
  { what: 'somebody manages themselves', ...ofPerson(`manager_id = ${eve}`) },
  { what: 'somebody’s manager is nobody', ...ofPerson('manager_id = null', alice) },
  { what: 'somebody is a guest', ...ofPerson('is_guest = true') },
  { what: 'somebody left', ...ofPerson('deactivated_at = now()', finn) },
  { what: 'somebody is of another region', ...ofPerson(`region = 'DE'`) },
  { what: 'somebody prefers mail', ...ofPerson(`prefers = 'email'`) },
  {
    what: 'somebody is there whom nobody imported',
    ...insert(
      'person',
      'id, department_id, name, email, role',
      `${UUID}, ${design}, 'Mal Ory', 'mal@example.com', 'finance'`,
    ),
  },
  {
    what: 'somebody is gone',
    by: `delete from identity where person_id = ${person('Nia')}; delete from person where id = ${person('Nia')}`,
    row: `select ${person('Nia')}`,
  },
  {
    what: 'an account of a platform is another’s',
    ...of('identity', `user_id = 'eve'`, `person_id = ${finn}`, 'user_id'),
  },
  {
    what: 'an account of a platform has another id',
    ...of('identity', `user_id = 'finn'`, `user_id = 'U0EVIL'`, 'user_id'),
  },
  {
    what: 'an account of a platform was linked on another’s word',
    ...of('identity', `user_id = 'eve'`, `linked_by = 'admin'`, 'user_id'),
  },
  {
    what: 'an account of a platform is a guest’s',
    ...of('identity', `user_id = 'eve'`, 'is_guest = true', 'user_id'),
  },
  {
    what: 'an account of a platform is gone for good',
    ...of('identity', `user_id = 'eve'`, 'gone_at = now()', 'user_id'),
  },
  {
    what: 'an account of a platform is not linked any more',
    ...gone('identity', `user_id = 'finn'`, 'user_id'),
  },
  {
    what: 'an account of a platform was linked by hand',
    ...insert('identity', 'platform, user_id, person_id', `'discord', 'U0EVIL', ${finn}`),
    row: `select 'U0EVIL'`,
  },
  {
    what: 'an account waits to be another’s',
    ...of('pending_identity', 'true', `person_id = ${finn}`, 'user_id'),
  },
  {
    what: 'an account that waits is said to be linked',
    ...of('pending_identity', 'true', `status = 'linked'`, 'user_id'),
  },
  { what: 'an account does not wait any more', ...gone('pending_identity', 'true', 'user_id') },
  {
    what: 'a chat role gives another role',
    ...of('role_mapping', 'true', `person_role = 'admin'`, 'role_id'),
  },
  {
    what: 'a chat role leads to another department',
    ...of('role_mapping', 'true', `department_id = ${engineering}`, 'role_id'),
  },
  { what: 'a chat role leads nowhere', ...gone('role_mapping', 'true', 'role_id') },
  {
    what: 'a chat role was mapped by hand',
    ...insert(
      'role_mapping',
      'platform, workspace_id, role_id, department_id, person_role',
      `'slack', 'T' || id, 'R0EVIL', ${design}, 'admin'`,
    ),
    row: `select 'R0EVIL'`,
  },
  {
    what: 'a workspace is another',
    ...of('workspace_link', 'true', `workspace_id = 'T0EVIL'`, 'workspace_id'),
  },
  { what: 'a workspace has left', ...gone('workspace_link', 'true', 'workspace_id') },
  {
    what: 'a workspace joined by hand',
    ...insert('workspace_link', 'platform, workspace_id, name', `'slack', 'T0EVIL', 'Evil'`),
    row: `select 'T0EVIL'`,
  },
  {
    what: 'an invitation lasts longer',
    ...of(
      'workspace_invite',
      'true',
      `expires_at = expires_at + interval '1 year'`,
      `encode(code_hash, 'hex')`,
    ),
  },
  {
    what: 'an invitation is used',
    ...of('workspace_invite', 'true', 'used_at = now()', `encode(code_hash, 'hex')`),
  },
  {
    what: 'an invitation was written by hand',
    ...insert(
      'workspace_invite',
      'code_hash, created_at, expires_at',
      `sha256('mine'), now(), now() + interval '1 day'`,
    ),
    row: `select encode(sha256('mine'), 'hex')`,
  },
  { what: 'a budget is more', ...of('budget_policy', policy, 'amount_minor = 900000') },
  { what: 'a budget carries more over', ...of('budget_policy', policy, 'carry_cap_minor = 900000') },
  { what: 'a budget is soft', ...of('budget_policy', policy, 'is_soft = true') },
  { what: 'a budget is a year’s', ...of('budget_policy', policy, `period = 'year'`) },
  {
    what: 'a budget’s year begins in another month',
    ...of('budget_policy', policy, 'fiscal_start_month = 4'),
  },
  { what: 'a budget was set by another', ...of('budget_policy', policy, `set_by = ${finn}`) },
  {
    what: 'a budget was set at another time',
    ...of('budget_policy', policy, `set_at = set_at - interval '1 year'`),
  },
  {
    what: 'a budget was set in another zone',
    ...of('budget_policy', policy, `time_zone_before = 'Asia/Tokyo'`),
  },
  { what: 'a budget was never set', ...gone('budget_policy', policy) },
  {
    what: 'a budget was set by hand',
    ...insert(
      'budget_policy',
      'department_id, id, amount_minor, set_at',
      `${design}, ${UUID}, 900000, now()`,
    ),
  },
  {
    what: 'a budget was set by hand, with a forged record',
    by: `insert into budget_policy (organization_id, department_id, id, amount_minor, set_at) select id, ${design}, ${UUID}, 900000, now() from organization;
         insert into activity (organization_id, id, at, kind, detail, mac)
         select id, gen_random_uuid(), now(), 'budget.set', jsonb_build_object('departmentId', ${design}, 'amountMinor', '900000',
                'carryCapMinor', '0', 'period', 'month', 'fiscalStartMonth', 1, 'isSoft', false), sha256('mac') from organization`,
    row: `select ${UUID}`,
  },
  {
    what: 'rules ask nobody any more',
    ...of('giving_policy', newest('giving_policy'), `rules = rules || '{"approvalOverMinor": "900000"}'`),
  },
  { what: 'rules were never set', ...gone('giving_policy', newest('giving_policy')) },
  {
    what: 'rules are another department’s',
    ...of(
      'giving_policy',
      newest('giving_policy'),
      `department_id = (select id from department where name = 'People')`,
    ),
  },
  {
    what: 'rules are for another currency',
    ...of('giving_policy', newest('giving_policy'), `currency = 'EUR'`),
  },
  { what: 'rules differ', ...of('giving_policy', newest('giving_policy'), `differences = '{}'`) },
  { what: 'rules were set by another', ...of('giving_policy', newest('giving_policy'), `set_by = ${finn}`) },
  {
    what: 'rules were set at another time',
    ...of('giving_policy', newest('giving_policy'), `set_at = set_at - interval '1 year'`),
  },
  {
    what: 'rules were set by hand',
    by: `insert into giving_policy (organization_id, id, department_id, currency, rules, set_at)
         select organization_id, ${UUID}, ${design}, currency, rules || '{"approvalOverMinor": "900000"}', now() from giving_policy limit 1`,
    row: `select ${UUID}`,
  },
  { what: 'an allowance is more', ...of('allowance', 'true', 'amount_minor = 900000') },
  { what: 'an allowance is another’s', ...of('allowance', 'true', `person_id = ${eve}`) },
  { what: 'an allowance was set by another', ...of('allowance', 'true', `set_by = ${finn}`) },
  {
    what: 'an allowance was set at another time',
    ...of('allowance', 'true', `set_at = set_at - interval '1 year'`),
  },
  { what: 'an allowance was never set', ...gone('allowance', 'true') },
  {
    what: 'an allowance was set by hand',
    ...insert(
      'allowance',
      'person_id, id, amount_minor, set_at',
      `${person('Morgan')}, ${UUID}, null, now()`,
    ),
  },
  { what: 'another stands in', ...of('delegation', 'true', `delegate_id = ${eve}`) },
  { what: 'somebody stands in for another', ...of('delegation', 'true', `person_id = ${ada}`) },
  { what: 'somebody stands in now', ...of('delegation', 'true', `starts_at = now() - interval '1 day'`) },
  {
    what: 'somebody stands in for long',
    ...of('delegation', 'true', `ends_at = now() + interval '9 years'`),
  },
  { what: 'nobody stands in', ...gone('delegation', 'true') },
  {
    what: 'somebody stands in by hand',
    ...insert(
      'delegation',
      'id, person_id, delegate_id, starts_at, ends_at',
      `${UUID}, ${finn}, ${eve}, now(), now() + interval '1 day'`,
    ),
  },
  { what: 'a decision is another department’s', ...of('approval', waiting, `department_id = ${design}`) },
  { what: 'a decision may be taken by who gets it', ...of('approval', waiting, `excluded = '{}'`) },
  { what: 'a decision is about less', ...of('approval', waiting, 'amount_minor = 1') },
  { what: 'a decision is about something else', ...of('approval', waiting, `subject_id = ${UUID}`) },
  { what: 'a decision was asked for by another', ...of('approval', waiting, `requested_by = ${eve}`) },
  { what: 'a decision has another reason', ...of('approval', waiting, `reason = 'because'`) },
  {
    what: 'a decision waits for longer',
    ...of('approval', waiting, `expires_at = expires_at + interval '1 year'`),
  },
  {
    what: 'a decision was asked for at another time',
    ...of('approval', waiting, `requested_at = requested_at - interval '1 day'`),
  },
  {
    what: 'a decision was taken by hand',
    ...of('approval', waiting, `status = 'approved', decided_at = now(), decided_by = ${ada}`),
  },
  {
    what: 'a decision was taken by hand, with a forged record',
    by: `update approval set status = 'approved', decided_at = now(), decided_by = ${ada} where ${waiting};
         insert into activity (organization_id, id, at, kind, actor_id, subject_id, detail, mac)
         select organization_id, ${UUID}, decided_at, 'approval.decided', decided_by, requested_by,
                jsonb_build_object('approvalId', id, 'status', 'approved', 'reason', ''), sha256('mac') from approval where ${waiting}`,
    row: `select id from approval where ${waiting}`,
  },
  { what: 'a decision was taken by another', ...of('approval', approved, `decided_by = ${finn}`) },
  {
    what: 'a decision was taken by who gets it',
    by: `alter table approval drop constraint approval_by_another; update approval set decided_by = ${bob} where ${approved}`,
    row: `select id from approval where ${approved}`,
  },
  {
    what: 'a decision was taken at another time',
    ...of('approval', approved, `decided_at = decided_at - interval '1 day'`),
  },
  { what: 'a decision went the other way', ...of('approval', declined, `status = 'approved'`) },
  { what: 'a decision was taken for another reason', ...of('approval', declined, `decision_reason = 'yes'`) },
  { what: 'a decision is gone', ...gone('approval', approved) },
  {
    what: 'a decision’s reason is kept under another salt',
    ...of('approval', waiting, 'salt = gen_random_uuid()'),
  },
  {
    what: 'a link to decide was made by hand',
    by: `insert into approval_link (organization_id, token_hash, approval_id, person_id, created_at)
         select organization_id, sha256('mine'), id, ${finn}, now() from approval where ${waiting}`,
    row: `select encode(sha256('mine'), 'hex')`,
  },
  {
    what: 'a link to decide is another’s',
    ...of('approval_link', 'true', `person_id = ${eve}`, `encode(token_hash, 'hex')`),
  },
  { what: 'somebody is signed in as another', ...of('session', 'true', `person_id = ${eve}`) },
  { what: 'a session has another secret', ...of('session', 'true', `secret_hash = sha256('x')`) },
  { what: 'a second factor was given', ...of('session', 'true', 'second_factor_at = now()') },
  { what: 'a session lasts for ever', ...of('session', 'true', `expires_at = 'infinity'`) },
  { what: 'a session is gone', ...gone('session', 'true') },
  {
    what: 'a session was opened by hand',
    ...insert(
      'session',
      'id, person_id, secret_hash, made_at, last_seen_at, expires_at, how, user_agent, address',
      `${UUID}, ${finn}, sha256('x'), now(), now(), now() + interval '1 day', 'chat', '', ''`,
    ),
  },
  { what: 'a program acts as another', ...of('api_token', 'true', `person_id = ${eve}`) },
  { what: 'a program’s token has another secret', ...of('api_token', 'true', `secret_hash = sha256('x')`) },
  { what: 'a program may do more', ...of('api_token', 'true', `scopes = '{budgets:write}'`) },
  { what: 'a program’s token lasts for ever', ...of('api_token', 'true', `expires_at = 'infinity'`) },
  { what: 'a program’s token is gone', ...gone('api_token', 'true') },
  {
    what: 'a token for a program was made by hand',
    ...insert(
      'api_token',
      'id, person_id, name, secret_hash, last_four, scopes, made_at, expires_at',
      `${UUID}, ${finn}, 'x', sha256('x'), 'abcd', '{budgets:write}', now(), now() + interval '1 day'`,
    ),
  },
  { what: 'a link signs another in', ...of('sign_in', 'true', `person_id = ${eve}`) },
  { what: 'a link gives all rights', ...of('sign_in', 'true', 'is_limited = false') },
  { what: 'a link can be used again', ...of('sign_in', 'true', `expires_at = 'infinity'`) },
  { what: 'a link is gone', ...gone('sign_in', 'true') },
  {
    what: 'a link was made by hand',
    ...insert(
      'sign_in',
      'id, person_id, how, token_hash, made_at, expires_at',
      `${UUID}, ${finn}, 'chat', sha256('x'), now(), now() + interval '1 day'`,
    ),
  },
  { what: 'a link to decide is gone', ...gone('approval_link', 'true', `encode(token_hash, 'hex')`) },
  { what: 'a second factor is another’s', ...of('factor', newFactor, `person_id = ${bob}`) },
  { what: 'a second factor was confirmed by hand', ...of('factor', newFactor, `confirmed_at = now()`) },
  { what: 'a second factor ended by hand', ...of('factor', newFactor, `ended_at = now(), sealed = null`) },
  { what: 'a second factor is gone', ...gone('factor', newFactor) },
  {
    what: 'a second factor that was reset is back',
    ...of('factor', `person_id = ${finn}`, `ended_at = null, sealed = 'x'`),
  },
  {
    what: 'a second factor was made by hand',
    ...insert(
      'factor',
      'id, person_id, kind, key_id, sealed, made_at, expires_at, confirmed_at',
      `${UUID}, ${bob}, 'totp', 'k', 'x', now(), now(), now()`,
    ),
  },
  { what: 'a recovery code is another’s', ...of('recovery_code', freshCode, `person_id = ${bob}`) },
  { what: 'a recovery code is another', ...of('recovery_code', freshCode, `hash = sha256('mine')`) },
  {
    what: 'a recovery code has another salt',
    ...of('recovery_code', freshCode, `salt = substr(sha256('mine'), 1, 16)`),
  },
  {
    what: 'a recovery code can be used again',
    ...of('recovery_code', 'used_at is not null', 'used_at = null'),
  },
  { what: 'a recovery code was used by hand', ...of('recovery_code', freshCode, 'used_at = now()') },
  { what: 'a recovery code is gone', ...gone('recovery_code', freshCode) },
  {
    what: 'a recovery code was made by hand',
    ...insert(
      'recovery_code',
      'id, person_id, selector, salt, hash, made_at',
      `${UUID}, ${bob}, 'AA', substr(sha256('salt'), 1, 16), sha256('mine'), now()`,
    ),
  },
  {
    what: 'nobody has to have a second factor',
    ...of('factor_policy', newest('factor_policy'), `roles = '{}'`),
  },
  {
    what: 'no amount asks for a second factor',
    ...of('factor_policy', newest('factor_policy'), `over = '{}'`),
  },
  {
    what: 'who has to have a second factor was said by another',
    ...of('factor_policy', newest('factor_policy'), `set_by = ${finn}`),
  },
  { what: 'nobody said who has to have a second factor', ...gone('factor_policy', newest('factor_policy')) },
  {
    what: 'who has to have a second factor was said by hand',
    ...insert('factor_policy', 'id, roles, over, set_at', `${UUID}, '{}', '{}', now()`),
  },
  { what: 'another asked for a reset', ...of('factor_reset', openReset, `asked_by = ${ada}`) },
  { what: 'a reset is about another', ...of('factor_reset', openReset, `person_id = ${bob}`) },
  {
    what: 'a reset waits for longer',
    ...of('factor_reset', openReset, `expires_at = expires_at + interval '1 year'`),
  },
  { what: 'a reset has another reason', ...of('factor_reset', openReset, `reason = 'because'`) },
  {
    what: 'a reset was confirmed by hand',
    ...of(
      'factor_reset',
      openReset,
      `status = 'confirmed', decided_at = now(), decided_by = ${person('Yan')}`,
    ),
  },
  {
    what: 'a reset was confirmed by another',
    ...of('factor_reset', `status = 'confirmed'`, `decided_by = ${ada}`),
  },
  {
    what: 'a reset was confirmed by who asked',
    by: `alter table factor_reset drop constraint factor_reset_by_another; update factor_reset set decided_by = asked_by where status = 'confirmed'`,
    row: `select id from factor_reset where status = 'confirmed'`,
  },
  { what: 'a reset is gone', ...gone('factor_reset', `status = 'confirmed'`) },
  {
    what: 'a reset was asked for by hand',
    ...insert(
      'factor_reset',
      'id, person_id, asked_by, reason, asked_at, expires_at',
      `${UUID}, ${eve}, ${person('Zoe')}, 'lost', now(), now() + interval '1 day'`,
    ),
  },
  {
    what: 'no amount needs a second person',
    ...of('second_person', newest('second_person'), `over = '{}'`),
  },
  {
    what: 'the amount that needs a second person was set by another',
    ...of('second_person', newest('second_person'), `set_by = ${finn}`),
  },
  {
    what: 'somebody is said to be erased',
    by: `insert into erased_person (organization_id, person_id, erased_at) select id, ${eve}, now() from organization`,
    row: `select ${eve}`,
  },
  {
    what: 'a text is said to be blanked',
    by: `insert into erased_text (organization_id, stream, number, leaf, now)
         select organization_id, 'activity', number, sha256('then'), sha256('now') from activity order by number limit 1`,
    row: `select 'activity ' || min(number) from activity`,
  },
  {
    what: 'texts are blanked sooner, set by hand',
    ...insert('retention_policy', 'id, text_days, reason, set_at', `${UUID}, 30, 'because', now()`),
  },
  { what: 'nobody set when a second person is needed', ...gone('second_person', newest('second_person')) },
  {
    what: 'the amount that needs a second person was set by hand',
    ...insert('second_person', 'id, over, set_at', `${UUID}, '{}', now()`),
  },
  {
    what: 'a proposed change is about more',
    ...of('proposal', openProposal, `change = change || '{"amountMinor": "999999999"}'`),
  },
  { what: 'a proposed change comes to less', ...of('proposal', openProposal, 'amount_minor = 1') },
  { what: 'a proposed change is another', ...of('proposal', openProposal, `kind = 'move'`) },
  { what: 'a proposed change has another basis', ...of('proposal', openProposal, `basis = 'other'`) },
  { what: 'a proposed change has another reason', ...of('proposal', openProposal, `reason = 'because'`) },
  { what: 'a proposed change is another’s', ...of('proposal', openProposal, `proposed_by = ${finn}`) },
  {
    what: 'a proposed change waits for longer',
    ...of('proposal', openProposal, `expires_at = expires_at + interval '1 year'`),
  },
  {
    what: 'a proposed change was confirmed by hand',
    ...of(
      'proposal',
      openProposal,
      `status = 'confirmed', decided_at = now(), decided_by = ${person('Yan')}`,
    ),
  },
  {
    what: 'a proposed change was confirmed by another',
    ...of('proposal', `status = 'confirmed'`, `decided_by = ${ada}`),
  },
  {
    what: 'a proposed change was confirmed by who proposed it',
    by: `alter table proposal drop constraint proposal_by_another; update proposal set decided_by = proposed_by where status = 'confirmed'`,
    row: `select id from proposal where status = 'confirmed'`,
  },
  { what: 'a confirmed change is gone', ...gone('proposal', `status = 'confirmed'`) },
  { what: 'nobody confirmed a role', ...unconfirmed('role', `'role of person ' || ${rob}`) },
  { what: 'nobody confirmed an account', ...unconfirmed('account', `'account of person ' || ${rob}`) },
  { what: 'nobody confirmed an address', ...unconfirmed('account', `'address of person ' || ${rob}`) },
  {
    what: 'an account was confirmed, and no address',
    ...of('proposal', `reason like 'mail:%'`, `reason = 'slack:U0ROB'`),
    row: `select 'address of person ' || ${rob}`,
  },
  {
    what: 'nobody confirmed a merge',
    ...unconfirmed('merge', `'merge ' || (select id from person_merge where kept_id = ${rob})`),
  },
  { what: 'nobody confirmed a token', ...unconfirmed('token', `'token ' || ${overMoney}`) },
  {
    what: 'another role was confirmed than was given',
    ...of('proposal', `kind = 'role'`, `change = change || '{"role": "employee"}'`),
    row: `select 'role of person ' || ${rob}`,
  },
  {
    what: 'a token was confirmed for less than it may do',
    ...of('proposal', `kind = 'token'`, `change = change || '{"scopes": ["gifts:read"]}'`),
    row: `select 'token ' || ${overMoney}`,
  },
  {
    what: 'a change was proposed by hand',
    ...insert(
      'proposal',
      'id, kind, change, basis, amount_minor, currency, reason, proposed_by, proposed_at, expires_at',
      `${UUID}, 'top-up', '{"kind": "top-up"}', '', 5, 'USD', 'x', ${person('Zoe')}, now(), now() + interval '1 day'`,
    ),
  },
  {
    what: 'planned rules say something else',
    ...of('planned_change', openPlan, `change = jsonb_set(change, '{rules,undoMinutes}', '999')`),
  },
  {
    what: 'planned rules begin on another day',
    ...of('planned_change', openPlan, `from_at = from_at - interval '30 days'`),
  },
  { what: 'planned rules are another’s', ...of('planned_change', openPlan, `planned_by = ${finn}`) },
  { what: 'planned rules hold for all', ...of('planned_change', openPlan, 'department_id = null') },
  {
    what: 'planned rules were withdrawn by hand',
    ...of('planned_change', openPlan, `withdrawn_at = planned_at, withdrawn_by = ${finn}`),
  },
  {
    what: 'what was withdrawn is to begin after all',
    ...of('planned_change', 'withdrawn_at is not null', 'withdrawn_at = null, withdrawn_by = null'),
  },
  { what: 'a planned change is gone', ...gone('planned_change', openPlan) },
  {
    what: 'a change was planned by hand',
    ...insert(
      'planned_change',
      'id, kind, person_id, currency, change, from_at, planned_at',
      `${UUID}, 'allowance', ${eve}, 'USD', '{"kind": "allowance", "amountMinor": "99999"}', now() + interval '1 day', now()`,
    ),
  },
  {
    what: 'a link to a gift was made by hand',
    by: `insert into claim_link (organization_id, token_hash, gift_id, person_id, created_at)
         select g.organization_id, sha256('mine'), g.id, ${finn}, now() from gift g order by g.id limit 1`,
    row: `select encode(sha256('mine'), 'hex')`,
  },
  {
    what: 'a link to a gift is another’s',
    ...of('claim_link', 'true', `person_id = ${finn}`, `encode(token_hash, 'hex')`),
  },
  { what: 'a link to a gift is gone', ...gone('claim_link', 'true', `encode(token_hash, 'hex')`) },
  { what: 'a department is frozen', ...of('department', `id = ${design}`, 'frozen_at = now()') },
  {
    what: 'a department was closed by hand',
    ...insert('department_closing', 'id, department_id, closed_at', `${UUID}, ${design}, now()`),
  },
  { what: 'a department has another currency', ...of('department', `id = ${design}`, `currency = 'EUR'`) },
  {
    what: 'a department is in another zone',
    ...of('department', `id = ${design}`, `time_zone = 'Asia/Tokyo'`),
  },
  { what: 'a department is in another region', ...of('department', `id = ${design}`, `region = 'DE'`) },
  { what: 'a department has another name', ...of('department', `id = ${design}`, `name = 'Evil'`) },
  {
    what: 'a department was made by hand',
    ...insert('department', 'id, name, currency, time_zone', `${UUID}, 'Evil', 'USD', 'UTC'`),
  },
  { what: 'the organization has another currency', ...of('organization', 'true', `currency = 'EUR'`) },
  { what: 'the organization is in another zone', ...of('organization', 'true', `time_zone = 'Asia/Tokyo'`) },
  { what: 'the organization has another name', ...of('organization', 'true', `name = 'Evil'`) },
  {
    what: 'an approver is deactivated and another made one',
    by: `update person set deactivated_at = now() where id = ${ada}; update person set role = 'approver' where id = ${priya}`,
    row: `select ${ada}`,
  },
];
