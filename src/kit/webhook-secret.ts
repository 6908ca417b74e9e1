import { randomBytes } from 'node:crypto';
import { Secret } from '#src/domain/kit/secret.ts';

const SECRET_BYTES = 32;

/** A new secret to sign calls with, as the Standard Webhooks write it. */
export function newWebhookSecret(): Secret {
  return new Secret(`whsec_${randomBytes(SECRET_BYTES).toString('base64')}`);
}
