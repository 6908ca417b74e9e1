import { MOST_ADDRESS, MOST_NOTE } from '#src/domain/store/order.ts';
import type { FormDefinition } from '../define-form.ts';

/** Asks where an order is sent. */
export const addressForm: FormDefinition = {
  title: 'buy.addressTitle',
  submit: 'buy.order',
  fields: [{ name: 'address', label: 'web.buy.address', isRequired: true, maxLength: MOST_ADDRESS }],
};

/** Asks what the buyer should know of what is done; they may be told nothing. */
export const fulfilForm: FormDefinition = {
  title: 'order.fulfilTitle',
  submit: 'order.fulfil',
  fields: [{ name: 'note', label: 'order.note', isRequired: false, maxLength: MOST_NOTE }],
};

/** Asks why an order is cancelled, which its buyer reads. */
export const cancelOrderForm: FormDefinition = {
  title: 'order.cancelTitle',
  submit: 'order.cancel',
  fields: [{ name: 'reason', label: 'order.reason', isRequired: true, maxLength: MOST_NOTE }],
};
