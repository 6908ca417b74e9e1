/** Who is who in the company of the model, by the name that chat knows them by. */
export const COMPANY = {
  morgan: { department: 'Engineering', role: 'manager', isGuest: false, reports: 2 },
  alice: { department: 'Engineering', role: 'employee', isGuest: false, reports: 0 },
  bob: { department: 'Engineering', role: 'employee', isGuest: false, reports: 0 },
  ada: { department: 'Engineering', role: 'approver', isGuest: false, reports: 0 },
  ben: { department: 'Engineering', role: 'approver', isGuest: false, reports: 0 },
  dana: { department: 'Design', role: 'manager', isGuest: false, reports: 0 },
  mallory: { department: 'Design', role: 'employee', isGuest: true, reports: 0 },
  priya: { department: 'People', role: 'hr', isGuest: false, reports: 0 },
  finn: { department: 'People', role: 'finance', isGuest: false, reports: 0 },
} as const;

export type Who = keyof typeof COMPANY;

export const EVERYBODY = Object.keys(COMPANY) as Who[];
