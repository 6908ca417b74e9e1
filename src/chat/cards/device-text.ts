import { deviceOf } from '#src/domain/session/device-name.ts';
import type { Words } from '#src/words/words.ts';

/** What a device is called; its browser says what it is, and may say anything. */
export function deviceText({ say }: Words, userAgent: string): string {
  const { browser, system } = deviceOf(userAgent);
  if (browser !== undefined && system !== undefined) return say('device.name', { browser, system });
  return browser ?? system ?? say('device.unnamed');
}
