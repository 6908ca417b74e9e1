import { expect, it } from 'vitest';
import { notificationKey } from '#src/domain/message/notifications.ts';

const MONEY = { amountMinor: '100', currency: 'USD' };

it('tells the same once: of a budget each threshold is something else', () => {
  const detail = {
    department: 'Ops',
    granted: MONEY,
    left: MONEY,
    until: '2026-12-01T00:00:00Z',
    timeZone: 'UTC',
  };
  const alert = { kind: 'budget.alert', personId: 'p', subjectId: 'a' } as const;

  expect(notificationKey({ ...alert, detail: { ...detail, percent: 75 } })).toBe('budget.alert:a:75:p');
  expect(notificationKey({ ...alert, detail: { ...detail, percent: 90 } })).toBe('budget.alert:a:90:p');
  expect(notificationKey({ kind: 'approval.asked', personId: 'p', subjectId: 's', detail: {} })).toBe(
    'approval.asked:s:p',
  );
});
