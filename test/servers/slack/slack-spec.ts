import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import { findSpec } from '../published-specs.ts';

type Method = { validate: ValidateFunction; botScopes: string[]; errors: Set<string> };

/** The published descriptions of Slack's Web API. Null where they are not at hand: then nothing is checked against them. */
export type SlackSpec = Map<string, Method>;

let loaded: SlackSpec | undefined;

/** Reads and compiles every method's description, once a process. */
export function loadSlackSpec(): SlackSpec | null {
  const methods = findSpec('slackMethods');
  if (!methods) return null;
  loaded ??= readSlackSpec(methods);
  return loaded;
}

function readSlackSpec(methods: string): SlackSpec {
  const ajv = new Ajv({ coerceTypes: true, strict: false });
  const entries = readdirSync(methods).map((file): [string, Method] => {
    const description = JSON.parse(readFileSync(join(methods, file), 'utf8')) as {
      args: Record<string, unknown>;
      scope?: { bot?: string[] };
      errors?: Record<string, unknown>;
    };
    const method = {
      validate: ajv.compile(closed(description.args)),
      botScopes: description.scope?.bot ?? [],
      errors: new Set(Object.keys(description.errors ?? {})),
    };
    return [file.replace(/\.json$/, ''), method];
  });
  return new Map(entries);
}

/** Unknown arguments are violations, but for `team_id`, which the SDK adds. */
function closed(args: Record<string, unknown>): object {
  const properties = {
    ...(stripped(args['properties']) as object),
    team_id: { type: 'string' },
  };
  return { type: 'object', required: args['required'], properties, additionalProperties: false };
}

const words = new Set(['type', 'required', 'properties', 'items', 'anyOf', 'oneOf', 'enum']);

/** Keeps what JSON Schema understands: the descriptions mix in words of their own, some with other meanings. */
function stripped(schema: unknown, isNames = true): unknown {
  if (Array.isArray(schema)) return schema.map((each) => stripped(each, false));
  if (typeof schema !== 'object' || schema === null) return schema;
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([key]) => isNames || words.has(key))
      .map(([key, value]) => [key, stripped(value, key === 'properties')]),
  );
}
