import { describe, expect, it } from 'vitest';
import { type ApproverQuery, chooseApprovers, type Decider } from '#src/domain/approval/approvers.ts';

const DECIDERS: Decider[] = [
  { personId: 'ada', departmentId: 'engineering', role: 'approver' },
  { personId: 'dee', departmentId: 'design', role: 'approver' },
  { personId: 'finn', departmentId: 'people', role: 'finance' },
  { personId: 'root', departmentId: 'people', role: 'admin' },
];
const GIFT: ApproverQuery = { kind: 'gift', departmentId: 'engineering', excluded: [] };

function choose(question: Partial<ApproverQuery>, delegates: Record<string, string> = {}): string[] {
  return chooseApprovers({ ...GIFT, ...question }, DECIDERS, new Map(Object.entries(delegates)));
}

describe('who decides', () => {
  it('about a gift are the approvers of the department, and no other’s', () => {
    expect(choose({})).toEqual(['ada']);
    expect(choose({ departmentId: 'design' })).toEqual(['dee']);
  });

  it('about a gift is an admin of the department itself too, and not its finance', () => {
    expect(choose({ departmentId: 'people' })).toEqual(['root']);
  });

  it('about funds and voids are finance and admins, wherever they are', () => {
    expect(choose({ kind: 'funds' })).toEqual(['finn', 'root']);
    expect(choose({ kind: 'void' })).toEqual(['finn', 'root']);
  });

  it('are finance and admins where nobody of the department is left', () => {
    expect(choose({ excluded: ['ada'] })).toEqual(['finn', 'root']);
    expect(choose({ departmentId: 'sales' })).toEqual(['finn', 'root']);
  });

  it('are never who asked or who would get it, nobody at the worst', () => {
    expect(choose({ kind: 'funds', excluded: ['finn'] })).toEqual(['root']);
    expect(choose({ excluded: ['ada', 'finn', 'root'] })).toEqual([]);
  });
});

describe('who stands in', () => {
  it('decides instead of who is away, also for somebody who is away too', () => {
    expect(choose({}, { ada: 'dee' })).toEqual(['dee']);
    expect(choose({}, { ada: 'dee', dee: 'eve' })).toEqual(['eve']);
  });

  it('is asked once, and not at all about their own', () => {
    expect(choose({ kind: 'funds' }, { finn: 'root' })).toEqual(['root']);
    expect(choose({ kind: 'funds', excluded: ['eve'] }, { finn: 'eve' })).toEqual(['root']);
  });

  it('is found where people stand in for each other', () => {
    expect(choose({}, { ada: 'dee', dee: 'ada' })).toEqual(['ada']);
  });
});
