import { readFileSync } from 'node:fs';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { findSpec } from '../published-specs.ts';

export type RequestToCheck = {
  method: string;
  /** The path as the description names it, such as `/channels/{channel_id}/messages`. */
  template: string;
  pathValues: Record<string, string>;
  query: URLSearchParams;
  body: unknown;
};

/** Tells what Discord's own description has against a request; nothing when all is well. */
export type DiscordSpec = { faultsOf(request: RequestToCheck): string[] };

type Parameter = { name: string; in: 'path' | 'query'; required?: boolean; schema: object };
type Operation = { parameters?: Parameter[]; requestBody?: { content: Record<string, unknown> } };
type PathItem = { parameters?: Parameter[] } & Record<string, Operation>;

/**
 * Where the description and Discord's documentation differ, the documentation counts:
 * permissions are written as text, for they outgrow what a JSON number holds.
 */
const exemptions = [/\/default_member_permissions$/];

let loaded: DiscordSpec | undefined;

/** Loads the description once a process; undefined where it is not at hand. Unknown keys count as faults, which the description itself would let pass. */
export function loadDiscordSpec(): DiscordSpec | undefined {
  const specPath = findSpec('discord');
  if (specPath) loaded ??= createDiscordSpec(specPath);
  return loaded;
}

function createDiscordSpec(specPath: string): DiscordSpec {
  const spec = JSON.parse(readFileSync(specPath, 'utf8')) as { paths: Record<string, PathItem> };
  forbidUnknownKeys(spec);
  // Without inlining, compiling takes a tenth of the time.
  const ajv = new Ajv2020({
    strict: false,
    allErrors: true,
    validateFormats: false,
    inlineRefs: false,
    code: { optimize: false },
  });
  const queryAjv = new Ajv2020({ strict: false, validateFormats: false, coerceTypes: true });
  for (const one of [ajv, queryAjv]) one.addSchema(spec, 'discord');
  const bodies = new Map<string, ValidateFunction>();

  function bodyFaults({ method, template, body }: RequestToCheck, operation: Operation): string[] {
    if (operation.requestBody === undefined) return body === undefined ? [] : ['a body where none belongs'];
    const pointer = `discord#/paths/${escapePointer(template)}/${method.toLowerCase()}/requestBody/content/application~1json/schema`;
    const validate = bodies.get(pointer) ?? ajv.compile({ $ref: pointer });
    bodies.set(pointer, validate);
    if (validate(body)) return [];
    return (validate.errors ?? []).filter(isFault).map((error) => `${error.instancePath} ${error.message}`);
  }

  function parameterFaults(request: RequestToCheck, parameters: Parameter[]): string[] {
    const unknown = [...request.query.keys()].filter(
      (name) => !parameters.some((parameter) => parameter.in === 'query' && parameter.name === name),
    );
    const wrong = parameters.filter((parameter) => {
      const given =
        parameter.in === 'path' ? request.pathValues[parameter.name] : request.query.get(parameter.name);
      if (given === null || given === undefined) return parameter.required === true;
      return !queryAjv.validate({ properties: { given: absoluteRefs(parameter.schema) } }, { given });
    });
    return [
      ...unknown.map((name) => `unknown query parameter ${name}`),
      ...wrong.map(({ name }) => `parameter ${name} is wrong`),
    ];
  }

  function faultsOf(request: RequestToCheck): string[] {
    const item = spec.paths[request.template];
    const operation = item?.[request.method.toLowerCase()];
    if (item === undefined || operation === undefined) return ['no such route'];
    const parameters = [...(item.parameters ?? []), ...(operation.parameters ?? [])];
    return [...parameterFaults(request, parameters), ...bodyFaults(request, operation)];
  }
  return { faultsOf };
}

function isFault(error: ErrorObject): boolean {
  return !exemptions.some((exemption) => exemption.test(error.instancePath));
}

function escapePointer(template: string): string {
  return encodeURIComponent(template.replaceAll('~', '~0').replaceAll('/', '~1')).replaceAll('%40', '@');
}

function absoluteRefs(schema: object): object {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"discord#/')) as object;
}

function forbidUnknownKeys(node: unknown): void {
  if (typeof node !== 'object' || node === null) return;
  const schema = node as { type?: unknown; properties?: unknown; additionalProperties?: unknown };
  if (schema.type === 'object' && typeof schema.properties === 'object')
    schema.additionalProperties ??= false;
  for (const child of Object.values(node)) forbidUnknownKeys(child);
}
