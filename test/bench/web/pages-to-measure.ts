import { RANGE_PRESETS } from '#src/domain/report/day-range.ts';
import { SPEND_DIMENSIONS } from '#src/domain/kit/spend-dimension.ts';

/** A page as somebody looks at it. */
export type PageToMeasure = { path: string; role: 'hr' | 'finance' | 'admin' | 'manager' };

/** What stands in addresses: of rows that there are. */
export type Ids = {
  departmentId: string;
  giverId: string;
  recipientId: string;
  giftId: string;
  pastDay: string;
};

/** Every page of HR, finance, people and the record, with their days and filters. */
export function pagesToMeasure({
  departmentId,
  giverId,
  recipientId,
  giftId,
  pastDay,
}: Ids): PageToMeasure[] {
  const spend = SPEND_DIMENSIONS.flatMap((by) => [
    ...RANGE_PRESETS.map((range) => `/spend?by=${by}&range=${range}`),
    `/spend?by=${by}&range=this-year&department=${departmentId}`,
    `/spend?by=${by}&range=this-year&sort=name&page=2`,
    `/spend?by=${by}&from=${pastDay}&to=2026-11-17`,
  ]);
  const gifts = ['asked', 'given', 'delivered', 'redeemed', 'returned'].flatMap((figure) => [
    `/spend/gifts?figure=${figure}&range=this-year`,
    `/spend/gifts?figure=${figure}&range=last-month&department=${departmentId}`,
    `/spend/gifts?figure=${figure}&range=this-year&recipient=${recipientId}`,
    `/spend/gifts?figure=${figure}&range=this-year&giver=${giverId}`,
  ]);
  const people = [
    '/people',
    '/people?q=Reyes',
    '/people?q=person12',
    '/people?role=manager',
    '/people?state=left',
    `/people?department=${departmentId}`,
    `/people/${recipientId}`,
    '/departments',
  ];
  const ofHr = [
    '/overview',
    ...spend,
    ...gifts,
    ...people,
    `/gifts/${giftId}`,
    '/budgets',
    `/budgets/${departmentId}`,
  ].map((path) => ({ path, role: 'hr' as const }));
  const ofFinance = ['/overview', '/liability', `/liability?at=${pastDay}`, '/activity'].map((path) => ({
    path,
    role: 'finance' as const,
  }));
  const ofAdmin = [
    '/activity',
    '/activity?kind=gift.issued',
    '/activity?kind=gift.undone',
    '/activity?kind=person.deactivated',
    `/activity?person=${recipientId}`,
    `/activity?from=${pastDay}&to=${pastDay}`,
    '/activity?name=Reyes',
  ].map((path) => ({ path, role: 'admin' as const }));
  const ofManager = ['/overview', '/spend', '/people', '/budgets'].map((path) => ({
    path,
    role: 'manager' as const,
  }));
  return [...ofHr, ...ofFinance, ...ofAdmin, ...ofManager];
}
