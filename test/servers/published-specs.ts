import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const { LARGESSE_SPECS: named } = process.env;

/** Where Slack's and Discord's published descriptions lie: `LARGESSE_SPECS`, else `shared/specs` beside the checkout. */
const SPECS_FOLDER = named ? resolve(ROOT, named) : join(ROOT, '../shared/specs');

// A wrong name must not look like a machine that has none.
if (named && !existsSync(SPECS_FOLDER)) {
  throw new Error(`LARGESSE_SPECS names ${SPECS_FOLDER}, which is not there`);
}

/** The descriptions that the servers of the tests check our requests against, as paths in the folder. */
export const PUBLISHED_SPECS = {
  slackMethods: 'slack/methods',
  slackManifests: 'slack/manifest',
  discord: 'discord/openapi.json',
} as const;

/** The path of a description, or undefined on machines that do not have it. */
export function findSpec(name: keyof typeof PUBLISHED_SPECS): string | undefined {
  const path = join(SPECS_FOLDER, PUBLISHED_SPECS[name]);
  return existsSync(path) ? path : undefined;
}

/** What a run has to say when descriptions are missing; undefined when all are there. */
export function missingSpecsText(): string | undefined {
  const names = Object.keys(PUBLISHED_SPECS) as (keyof typeof PUBLISHED_SPECS)[];
  const missing = names.filter((name) => !findSpec(name)).map((name) => PUBLISHED_SPECS[name]);
  if (missing.length === 0) return undefined;
  return `Not checked against what the platforms publish: ${SPECS_FOLDER} has no ${missing.join(', no ')}. .github/CONTRIBUTING.md says where to get them.`;
}
