import { z } from '@hono/zod-openapi';
import { done } from '#src/domain/outcome.ts';
import type { Department } from '#src/domain/people/department.ts';
import { defineEndpoint } from '../kit/define-endpoint.ts';
import { Id } from '../kit/fields.ts';
import { notFound, pageFields, pageSchema, readPage } from '../kit/page.ts';
import { departmentsAfter } from './departments-after.ts';

const DepartmentSchema = z
  .strictObject({
    id: Id,
    name: z.string(),
    currency: z.string(),
    region: z.string(),
    timeZone: z.string().openapi({ example: 'Europe/Vienna' }),
  })
  .openapi('Department');

function departmentBody({ id, name, currency, region, timeZone }: Department) {
  return { id, name, currency, region, timeZone };
}

const listDepartments = defineEndpoint({
  name: 'listDepartments',
  method: 'get',
  path: '/v1/departments',
  tag: 'Departments',
  scope: 'departments:read',
  summary: 'List departments, in the order of their ids',
  query: z.strictObject(pageFields),
  answer: pageSchema(DepartmentSchema).openapi('DepartmentPage'),
  async run({ app }, { caller, query }) {
    return readPage({
      name: 'departments',
      query,
      list: (after, limit) => departmentsAfter(app, caller.person, { after, limit }),
      idOf: ({ id }) => id,
      show: departmentBody,
    });
  },
});

const getDepartment = defineEndpoint({
  name: 'getDepartment',
  method: 'get',
  path: '/v1/departments/{id}',
  tag: 'Departments',
  scope: 'departments:read',
  summary: 'Show a department',
  params: z.strictObject({ id: Id }),
  answer: DepartmentSchema,
  async run({ app }, { caller, params: { id } }) {
    const department = await app.queries.people.findDepartmentById(caller.person, id);
    return department ? done(departmentBody(department)) : notFound();
  },
});

export const departmentEndpoints = [listDepartments, getDepartment];
