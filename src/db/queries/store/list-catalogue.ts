import type { Reader } from '#src/db/kit/schema.ts';
import { listDepartments } from '#src/db/people/department.ts';
import { listPeople } from '#src/db/people/person.ts';
import { listStockProducts } from '#src/db/reward/stock-product.ts';
import { listItems } from '#src/db/store/store-item.ts';
import type { Scope } from '#src/domain/people/access.ts';
import type { StoreItem } from '#src/domain/store/item.ts';

/** An item with the names of what it refers to. */
export type CatalogueItem = StoreItem & {
  fulfiller: { name: string; email: string | null; isDeactivated: boolean } | undefined;
  product: { name: string; valueMinor: bigint; currency: string } | undefined;
  departmentNames: string[];
};

/** The catalogue by name, with what is retired behind it. Nothing for who may not keep or read it. */
export async function listCatalogue(db: Reader, scope: Scope): Promise<CatalogueItem[]> {
  if (!scope.isAll) return [];
  const { organizationId } = scope;
  const items = await listItems(db, { organizationId, withRetired: true });
  const [departments, products, people] = await Promise.all([
    listDepartments(db, organizationId),
    listStockProducts(db, organizationId),
    listPeople(db, organizationId),
  ]);
  const listed = items.map((item) => ({
    ...item,
    fulfiller: people.find(({ id }) => id === item.fulfillerId),
    product: products.find(({ id }) => id === item.productId),
    departmentNames: departments.filter(({ id }) => item.departments.includes(id)).map(({ name }) => name),
  }));
  return [...listed.filter(({ isRetired }) => !isRetired), ...listed.filter(({ isRetired }) => isRetired)];
}
