import type { FormDefinition } from '../define-form.ts';

/** Asks for the reason of a decline, which the requester will read. */
export const declineForm: FormDefinition = {
  title: 'decline.title',
  submit: 'approval.decline',
  fields: [{ name: 'reason', label: 'decline.reason', isRequired: true, maxLength: 500 }],
};
