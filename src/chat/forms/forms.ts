import type { FormDefinition } from '../define-form.ts';
import { declineForm } from './decline.ts';
import { addressForm, cancelOrderForm, fulfilForm } from './order.ts';
import { thankForm } from './thank.ts';

/** Every form, by the id of the action whose button opens it. */
export const forms: Readonly<Record<string, FormDefinition>> = {
  'cancel-order': cancelOrderForm,
  decline: declineForm,
  'fulfil-order': fulfilForm,
  'place-order-to': addressForm,
  thank: thankForm,
};
