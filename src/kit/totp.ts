import { generateSecret, generateSync, generateURI, verifySync } from 'otplib';
import { Secret } from '#src/domain/kit/secret.ts';

const STEP_S = 30;
const SECRET_BYTES = 20;

/** A new secret for an authenticator app: 160 bits, as 32 characters of base32. */
export function newTotpSecret(): Secret {
  return new Secret(generateSecret({ length: SECRET_BYTES }));
}

/**
 * The time step whose code was typed: the one at that instant, or one before or after it, for clocks that are off by half a
 * minute. Undefined when it is of none of these.
 *
 * @param digits six of them: anything else is thrown at.
 * @see RFC 6238, 5.2 and 6
 */
export function timeStepOf({
  secret,
  digits,
  at,
}: {
  secret: Secret;
  digits: string;
  at: Date;
}): number | undefined {
  const epoch = Math.floor(at.getTime() / 1000);
  const found = verifySync({ secret: secret.reveal(), token: digits, epoch, epochTolerance: STEP_S });
  return found.valid && 'timeStep' in found ? found.timeStep : undefined;
}

/** The code that an app shows at an instant. */
export function totpAt(secret: Secret, at: Date): string {
  return generateSync({ secret: secret.reveal(), epoch: Math.floor(at.getTime() / 1000) });
}

/** What an app reads from the picture: it has the secret in it. Colons part the names there, so names go without. */
export function totpUri({
  secret,
  issuer,
  account,
}: {
  secret: Secret;
  issuer: string;
  account: string;
}): Secret {
  return new Secret(
    generateURI({
      issuer: withoutColons(issuer),
      label: withoutColons(account),
      secret: secret.reveal(),
    }),
  );
}

function withoutColons(name: string): string {
  return name.replaceAll(':', ' ').replaceAll(/\s+/gu, ' ').trim();
}
