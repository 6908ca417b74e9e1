/** A cost centre. */
export type Department = {
  organizationId: string;
  id: string;
  name: string;
  currency: string;
  region: string;
  timeZone: string;
};

export type DepartmentRef = Pick<Department, 'organizationId' | 'id'>;
