/** A cost centre. */
export type Department = {
  organizationId: string;
  id: string;
  name: string;
  currency: string;
  region: string;
  timeZone: string;
};

/** A department as people are put in it: a closed one takes nobody. */
export type Room = Department & { isClosed: boolean };

export type DepartmentRef = Pick<Department, 'organizationId' | 'id'>;
