import type { ListedBudget } from '#src/app.ts';
import { isUuid } from '#src/domain/kit/uuid.ts';
import type { Asked } from './change.ts';

/** The department that an address names, as far as the reader may see its budget. */
export async function findBudget({ deps, reader, param }: Asked): Promise<ListedBudget | undefined> {
  const departmentId = param('departmentId');
  if (!isUuid(departmentId)) return undefined;
  const [found] = await deps.app.queries.budget.list(reader.person, {
    departmentId: departmentId.toLowerCase(),
  });
  return found;
}
