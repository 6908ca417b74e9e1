import type { Person } from '#src/domain/people/person.ts';
import { must } from '#src/domain/kit/must.ts';
import type { Secret } from '#src/domain/kit/secret.ts';
import { formatRecoveryCode } from '#src/domain/session/recovery-code.ts';
import { totpAt } from '#src/kit/totp.ts';
import { transact } from '#src/db/kit/transact.ts';
import type { Session } from '#src/domain/session/session.ts';
import { beginSession } from '#src/usecases/session/steps/begin-session.ts';
import type { TestCore } from './make-core.ts';

/** A person's app and the paper with their recovery codes. */
export type Phone = {
  secret: Secret;
  /** As the app shows it, now or so many milliseconds off. */
  shows: (offMs?: number) => string;
  /** As they stand on the paper. */
  codes: string[];
};

const STEP_MS = 30_000;

/** Begins the set-up of an app. */
export async function beginEnrolling(
  { app, clock }: Pick<TestCore, 'app' | 'clock'>,
  person: Person,
  passedAt: Date | null = null,
): Promise<Omit<Phone, 'codes'>> {
  const begun = await app.session.beginEnrolment({ person, passedAt, isLimited: false });
  if (!begun.ok) throw new Error(`not begun: ${begun.refusal.kind}`);
  const found = await app.session.findEnrolment({ person, passedAt, isLimited: false });
  if (!found.ok) throw new Error(`no set-up: ${found.refusal.kind}`);
  const { secret } = found.value;
  return { secret, shows: (offMs = 0) => totpAt(secret, new Date(clock.now().getTime() + offMs)) };
}

/** Sets a second factor up, and waits until the app shows the code after the one that this used up. */
export async function enrol(core: TestCore, person: Person, passedAt: Date | null = null): Promise<Phone> {
  const phone = await beginEnrolling(core, person, passedAt);
  const confirmed = await confirmAs(core, person, phone.shows());
  if (!confirmed.ok) throw new Error(`not confirmed: ${confirmed.refusal.kind}`);
  core.clock.advance(STEP_MS);
  return { ...phone, codes: confirmed.value.codes.map(formatRecoveryCode) };
}

/** Somebody signed in, who did not give a second factor yet. */
export async function openSession(core: TestCore, person: Person): Promise<Session> {
  const origin = { userAgent: 'a browser', address: '192.0.2.1' };
  const how = 'chat' as const;
  const { session } = await transact(core, (tx) =>
    beginSession(core, tx, { person, how, isLimited: false, origin, replaced: undefined }),
  );
  return session;
}

/** Somebody signs in and types a code. */
export async function passAs(core: TestCore, person: Person, typed: string) {
  return core.app.session.passFactor({ person, session: await openSession(core, person), typed });
}

/** Somebody signs in and types the first code of their app. */
export async function confirmAs(core: TestCore, person: Person, typed: string) {
  return core.app.session.confirmEnrolment({ person, session: await openSession(core, person), typed });
}

/** A code that is none of the app's around now. */
export function wrongCode(phone: Pick<Phone, 'shows'>): string {
  const right = new Set([-2, -1, 0, 1, 2].map((steps) => phone.shows(steps * STEP_MS)));
  const wrong = Array.from({ length: right.size + 1 }, (_, at) => String(at).padStart(6, '0'));
  return must(
    wrong.find((code) => !right.has(code)),
    'a wrong code',
  );
}
