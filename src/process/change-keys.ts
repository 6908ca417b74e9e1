import { replaceKeyFile } from '#src/kit/key-file.ts';
import { keysToText, type RingKey } from '#src/kit/key-ring.ts';
import { codeOf } from '#src/kit/errors.ts';
import { type KeyConfig, keySourceOf } from './open-keys.ts';

/** The ring was written to its file; or it must be set by hand, since a setting or a file that may not be written holds it. */
export type ChangedKeys = { file: string } | { place: string; text: string };

const MAY_NOT = ['EROFS', 'EACCES', 'EPERM'];

/** Makes these keys the ring, as far as that can be done from here. */
export async function changeKeys(config: KeyConfig, keys: readonly RingKey[]): Promise<ChangedKeys> {
  const source = keySourceOf(config);
  if (source.kind === 'setting') return { place: 'LARGESSE_KEYS', text: keysToText(keys) };
  try {
    await replaceKeyFile(source.path, keys);
    return { file: source.path };
  } catch (error) {
    if (!MAY_NOT.includes(codeOf(error) ?? '')) throw error;
    return { place: source.path, text: keysToText(keys) };
  }
}
