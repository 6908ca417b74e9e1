import { sql } from 'kysely';
import { findApprovalAbout } from '#src/db/approval/approval-view.ts';
import { NO_RULES } from '#src/domain/budget/giving-rules.ts';
import { type Ask, type CompanyOptions, makeCompany, personRow } from './company.ts';
import type { TestCore } from './make-core.ts';
import type { ApprovalView } from '#src/domain/approval/approval.ts';

const APPROVERS = [
  ['Ada Stone', 'Engineering', 'approver'],
  ['Ben Cho', 'Engineering', 'approver'],
  ['Finn Adeyemi', 'People', 'finance'],
] as const;

/** A company in which what is above 100 waits for an approver: Ada or Ben in Engineering, elsewhere Finn of finance. */
export async function makeCompanyWithApprovers(core: TestCore, options: CompanyOptions = {}) {
  const company = await makeCompany(core, options);
  const { organization } = company;
  await core.app.people.import(
    organization,
    APPROVERS.map(([name, department, role]) => personRow(name, department, role)),
  );
  const { id: organizationId, currency } = organization;
  await core.app.budget.setRules({
    scope: { organizationId, departmentId: null, currency },
    rules: { ...NO_RULES, approvalOverMinor: 10_000n },
    actorId: null,
  });
  return { ...company, reserve, approvalOf, decide, notificationsOf };

  /** Asks for a gift above the threshold, which waits for an approver. */
  async function reserve(giver: string, recipient: string, amount: string, more: Ask = {}) {
    const { id } = await company.ask(giver, recipient, amount, more);
    await core.app.recognition.issue([id]);
    const approval = await approvalOf(id);
    await core.app.approval.advance(approval.id);
    return { recognitionId: id, approvalId: approval.id };
  }

  async function approvalOf(recognitionId: string, kind: 'gift' | 'funds' = 'gift'): Promise<ApprovalView> {
    const found = await findApprovalAbout(core.db, { organizationId, kind, subjectId: recognitionId });
    if (!found) throw new Error(`nobody was asked about ${recognitionId}`);
    return found;
  }

  /** What somebody says to it; a decline with this reason. */
  async function decide(userId: string, approvalId: string, reason?: string) {
    const decision =
      reason === undefined ? ({ kind: 'approve' } as const) : ({ kind: 'decline', reason } as const);
    return core.app.approval.decide({ person: await company.person(userId), approvalId, decision });
  }

  /** Who was told something of a kind about a subject, by first name. */
  async function notificationsOf(kind: string, subjectId: string): Promise<string[]> {
    const { rows } = await sql<{ name: string }>`
      select lower(split_part(p.name, ' ', 1)) as name
        from notification n join person p on p.organization_id = n.organization_id and p.id = n.person_id
       where n.organization_id = ${organizationId} and n.kind = ${kind} and n.subject_id = ${subjectId}
       order by 1`.execute(core.db);
    return rows.map(({ name }) => name);
  }
}
