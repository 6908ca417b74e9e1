import type { Endpoint } from './kit/define-endpoint.ts';
import { activityEndpoints } from './resources/activity.ts';
import { approvalEndpoints } from './resources/approvals.ts';
import { budgetEndpoints } from './resources/budgets.ts';
import { catalogueEndpoints } from './resources/catalogue.ts';
import { checkoutEndpoints } from './resources/checkouts.ts';
import { codeEndpoints } from './resources/codes.ts';
import { departmentEndpoints } from './resources/departments.ts';
import { giftEndpoints } from './resources/gifts.ts';
import { marketplaceEndpoints } from './resources/marketplaces.ts';
import { meEndpoints } from './resources/me.ts';
import { orderEndpoints } from './resources/orders.ts';
import { peopleEndpoints } from './resources/people.ts';
import { promoEndpoints } from './resources/promos.ts';
import { recognitionEndpoints } from './resources/recognitions.ts';
import { reportEndpoints } from './resources/reports.ts';
import { walletEndpoints } from './resources/wallets.ts';

/** All that the API does, a file each resource; the document lists it in this order. */
export const ENDPOINTS: readonly Endpoint[] = [
  ...meEndpoints,
  ...recognitionEndpoints,
  ...giftEndpoints,
  ...codeEndpoints,
  ...walletEndpoints,
  ...marketplaceEndpoints,
  ...checkoutEndpoints,
  ...catalogueEndpoints,
  ...orderEndpoints,
  ...promoEndpoints,
  ...peopleEndpoints,
  ...departmentEndpoints,
  ...budgetEndpoints,
  ...approvalEndpoints,
  ...activityEndpoints,
  ...reportEndpoints,
];
