import { ENTERPRISE_SCHEMA, USER_SCHEMA } from './read-scim-user.ts';
import { GROUP_SCHEMA } from './resources.ts';

/** The most resources of one answer. */
export const MAX_RESULTS = 200;

/** What this server can do. @see https://www.rfc-editor.org/rfc/rfc7643#section-5 */
export function serviceProviderConfig(base: string): object {
  return {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'],
    patch: { supported: true },
    bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
    filter: { supported: true, maxResults: MAX_RESULTS },
    changePassword: { supported: false },
    sort: { supported: false },
    etag: { supported: false },
    authenticationSchemes: [
      {
        type: 'oauthbearertoken',
        name: 'Bearer token',
        description: 'An API token of an admin with the scope people:provision.',
        primary: true,
      },
    ],
    meta: { resourceType: 'ServiceProviderConfig', location: `${base}/ServiceProviderConfig` },
  };
}

export function resourceTypes(base: string): object[] {
  return [
    resourceType(base, { id: 'User', endpoint: '/Users', schema: USER_SCHEMA, extension: ENTERPRISE_SCHEMA }),
    resourceType(base, { id: 'Group', endpoint: '/Groups', schema: GROUP_SCHEMA }),
  ];
}

function resourceType(
  base: string,
  { id, endpoint, schema, extension }: { id: string; endpoint: string; schema: string; extension?: string },
): object {
  return {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:ResourceType'],
    id,
    name: id,
    endpoint,
    schema,
    ...(extension !== undefined && { schemaExtensions: [{ schema: extension, required: false }] }),
    meta: { resourceType: 'ResourceType', location: `${base}/ResourceTypes/${id}` },
  };
}

type Attribute = { name: string; type?: string; isRequired?: boolean; isMany?: boolean; parts?: Attribute[] };

/** The attributes that mean something here; a directory may send others. */
export function schemas(base: string): object[] {
  return [
    schemaOf(base, USER_SCHEMA, 'User', [
      { name: 'userName', isRequired: true },
      { name: 'displayName' },
      {
        name: 'name',
        type: 'complex',
        parts: [{ name: 'givenName' }, { name: 'familyName' }, { name: 'formatted' }],
      },
      {
        name: 'emails',
        type: 'complex',
        isMany: true,
        parts: [{ name: 'value' }, { name: 'type' }, { name: 'primary', type: 'boolean' }],
      },
      { name: 'active', type: 'boolean' },
    ]),
    schemaOf(base, ENTERPRISE_SCHEMA, 'EnterpriseUser', [
      { name: 'employeeNumber' },
      { name: 'department' },
      { name: 'manager', type: 'complex', parts: [{ name: 'value' }, { name: 'displayName' }] },
    ]),
    schemaOf(base, GROUP_SCHEMA, 'Group', [
      { name: 'displayName', isRequired: true },
      { name: 'members', type: 'complex', isMany: true, parts: [{ name: 'value' }, { name: 'display' }] },
    ]),
  ];
}

function schemaOf(base: string, id: string, name: string, attributes: readonly Attribute[]): object {
  return {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:Schema'],
    id,
    name,
    attributes: attributes.map(attributeOf),
    meta: { resourceType: 'Schema', location: `${base}/Schemas/${id}` },
  };
}

function attributeOf({
  name,
  type = 'string',
  isRequired = false,
  isMany = false,
  parts,
}: Attribute): object {
  return {
    name,
    type,
    multiValued: isMany,
    required: isRequired,
    caseExact: false,
    mutability: 'readWrite',
    returned: 'default',
    uniqueness: name === 'userName' ? 'server' : 'none',
    ...(parts && { subAttributes: parts.map(attributeOf) }),
  };
}
