import { readFile, stat } from 'node:fs/promises';
import { isAbsolute, resolve } from 'node:path';
import type { Config } from '#src/config.ts';
import type { Secret } from '#src/domain/kit/secret.ts';
import { isWebAddress } from '#src/domain/people/people-place.ts';
import type { PeopleFeed, SourceAnswer } from '#src/ports/people-source.ts';
import { fetchFile, type FetchLimits } from './fetch-file.ts';

export type PeopleSourceConfig = {
  /** A path, or an address. */
  from: string;
  at: string;
  leavers: boolean;
  /** Sent to the address, and to no other that it leads to. */
  token?: Secret | undefined;
  allowedNetworks: readonly string[];
  limits?: Partial<FetchLimits>;
};

/** The most that is read: a hundred thousand people fit. */
const MOST_BYTES = 30_000_000;

/** Where the settings say that people are; undefined where they say nothing. */
export function openPeopleSource({
  peopleSync,
  peopleToken: token,
  webhooks,
}: Pick<Config, 'peopleSync' | 'peopleToken' | 'webhooks'>): PeopleFeed | undefined {
  return peopleSync && createPeopleSource({ ...peopleSync, ...webhooks, token });
}

/** Where a company keeps its people: a file of this machine, or an address. */
export function createPeopleSource(config: PeopleSourceConfig): PeopleFeed {
  const { from, at, leavers } = config;
  if (!isWebAddress(from)) {
    const path = isAbsolute(from) ? from : resolve(from);
    return { place: path, at, leavers, read: () => readLocal(path) };
  }
  const { origin, pathname } = new URL(from);
  const limits = { mostBytes: MOST_BYTES, ...config.limits };
  return {
    place: `${origin}${pathname}`,
    at,
    leavers,
    read: (etag) => fetchFile({ ...config, limits, etag }),
  };
}

async function readLocal(path: string): Promise<SourceAnswer> {
  try {
    const { size } = await stat(path);
    if (size > MOST_BYTES) return { ok: false, why: 'too-large' };
    const bytes = await readFile(path);
    return bytes.length === 0 ? { ok: false, why: 'empty' } : { ok: true, bytes };
  } catch (error) {
    return {
      ok: false,
      why: 'no-file',
      said: error instanceof Error && 'code' in error ? String(error.code) : '',
    };
  }
}
