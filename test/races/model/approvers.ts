import type { Who } from './company.ts';
import {
  type Approval,
  type DepartmentName,
  departmentOf,
  type Model,
  peopleOf,
  type Request,
  rulesOf,
} from './model.ts';

const HOUR_MS = 3_600_000;

const NEAR: Record<DepartmentName, Who[]> = { Engineering: ['ada', 'ben'], Design: [] };
const FINANCE: Who[] = ['finn'];

/** Those who may decide now: for gifts the department's approvers, else finance; never who asked or would get it. */
export function approversOf(model: Model, approval: Approval, at: number): Who[] {
  const apart = [approval.requestedBy, ...approval.excluded];
  function present(chosen: Who[]): Who[] {
    return chosen.map((one) => standInFor(model, one, at)).filter((one) => !apart.includes(one));
  }
  const near = approval.kind === 'gift' ? present(NEAR[approval.department]) : [];
  return near.length > 0 ? near : present(FINANCE);
}

/** What waits for a decision about a request now. */
export function openApproval(
  model: Model,
  request: Request,
  { id, kind, at }: { id: string; kind: 'gift' | 'funds'; at: number },
): Approval {
  const department = departmentOf(request);
  return {
    id,
    kind,
    department,
    requestedBy: request.giver,
    excluded: kind === 'gift' ? peopleOf(request) : [],
    expiresAt: at + rulesOf(model, department).approvalHours * HOUR_MS,
    wasAsked: false,
    status: 'open',
    request,
    gifts: kind === 'gift' ? model.gifts.filter((gift) => gift.request === request) : [],
  };
}

/** Follows delegations, the newest of each going first, until somebody is there or they lead in a circle. */
function standInFor(model: Model, one: Who, at: number, passed: Who[] = []): Who {
  const away = model.delegations.findLast(({ from, start, end }) => from === one && start <= at && at < end);
  if (!away || passed.includes(one)) return one;
  return standInFor(model, away.to, at, [...passed, one]);
}
