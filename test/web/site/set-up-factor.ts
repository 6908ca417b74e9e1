import { must } from '#src/domain/kit/must.ts';
import { Secret } from '#src/domain/kit/secret.ts';
import { totpAt } from '#src/kit/totp.ts';
import type { Site, Visitor } from './open-site.ts';

/** As recovery codes stand on the page. */
export const RECOVERY_CODE = /[0-9A-Z]{2}(?:-[0-9A-Z]{4}){4}/gu;

/** Half a minute: an app shows the next code then. */
const STEP_MS = 30_000;

/** What the set-up page shows to be typed. */
function keyIn(html: string): Secret {
  const [, key] = /<code class="key">([^<]+)</u.exec(html) ?? [];
  return new Secret(must(key, 'a key').replaceAll(' ', ''));
}

/** Sets a second factor up on the pages, as whoever is signed in. `back`: where they were on their way to. */
export async function setUpFactor({ core: { clock } }: Site, visitor: Visitor, back?: string) {
  const onward = back === undefined ? {} : { back };
  await visitor.post('/second-factor/begin', onward);
  const secret = keyIn((await visitor.get('/second-factor/set-up')).text);
  const code = totpAt(secret, clock.now());
  const confirmed = await visitor.post('/second-factor/confirm', { code, ...onward });
  clock.advance(STEP_MS);
  const codes = confirmed.text.match(RECOVERY_CODE) ?? [];
  return { confirmed, codes, shows: () => totpAt(secret, clock.now()) };
}
