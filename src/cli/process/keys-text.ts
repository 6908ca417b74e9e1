import type { ListedKeys } from '#src/app.ts';
import { countText } from '#src/cli/kit/count-text.ts';
import type { ChangedKeys } from '#src/process/change-keys.ts';

type ProcessRing = ListedKeys['processes'][number];
type KeyNeeds = ListedKeys['keys'][number]['needs'];

/** The steps of replacing a key, in the order that is safe. */
export const STEPS = `
To replace a key while Largesse runs, in this order:
  1. largesse keys add            a new key, last in the ring of every process: it reads, and writes nothing yet
  2. wait, or send SIGHUP         until every process has it: largesse keys list shows that
  3. largesse keys promote NEW    in every ring: it is now the one that writes
  4. wait, or send SIGHUP         until every process writes with it
  5. largesse keys reseal         all that is under the old key comes under the new one; repeat it if it is broken off
  6. largesse keys retire OLD     once nothing needs it; processes give it up by themselves

A ring in a file (LARGESSE_KEYS_FILE, or the one in the data folder) is taken over within seconds. LARGESSE_KEYS is read at
the start: change it in every process's environment, and restart them one by one, at steps 2 and 4.
Keep a copy of the ring elsewhere at each step: without it no code can be read.`;

/** What needs a key, such as `2 codes, 1 seal`. */
export function needsText(
  { codes, factors, webhooks, stock, seals, requests, unsealed }: KeyNeeds,
  mails = 0,
): string {
  const parts = [
    codes > 0 ? countText(codes, 'code') : '',
    stock > 0 ? countText(stock, 'code of stock', 'codes of stock') : '',
    factors > 0 ? countText(factors, 'second factor') : '',
    webhooks > 0 ? countText(webhooks, 'secret of a webhook', 'secrets of webhooks') : '',
    seals > 0 ? countText(seals, 'seal') : '',
    requests > 0 ? countText(requests, 'request that waits', 'requests that wait') : '',
    unsealed > 0 ? countText(unsealed, 'record without a seal', 'records without a seal') : '',
    mails > 0 ? countText(mails, 'mail of the playground', 'mails of the playground') : '',
  ].filter((part) => part !== '');
  return parts.join(', ') || 'nothing';
}

/** A process as people find it: `web,chat on host-1 (pid 12)`. */
export function processText({ role, host, pid }: ProcessRing): string {
  return `${role} on ${host} (pid ${pid})`;
}

/** Where a changed ring is now, or what to do with it. */
export function changedText(changed: ChangedKeys): string[] {
  if ('file' in changed)
    return [`${changed.file} is written. Processes that read it take it over within seconds.`];
  const how =
    changed.place === 'LARGESSE_KEYS'
      ? 'LARGESSE_KEYS cannot be changed from here. Set it to this for every process, and restart them one by one:'
      : `${changed.place} may not be written from here. Put this in it:`;
  return [how, '', changed.text, ''];
}

/** The same for programs. */
export function changedJson(changed: ChangedKeys): object {
  return 'file' in changed ? { file: changed.file } : { place: changed.place, ring: changed.text };
}
