import { z } from 'zod';
import { ROW_TYPES } from './accept.ts';
import { OPERATIONS, type Operation } from './operations.ts';
import { problemSchema } from './problem.ts';

type Json = Record<string, unknown>;

/** Faults that every operation may answer with, and those of who must show a token. */
const FAULTS = {
  '400': 'The request is not of the shape',
  '404': 'There is no such thing',
  '503': 'Not now',
};
const ACCESS_FAULTS = { '401': 'A token is needed, or is not good', '403': 'The token does not allow it' };

/** The OpenAPI 3.1 document, from the schemas that the routes parse with. */
export function openapi(): Json & { openapi: '3.1.0' } {
  const paths: Record<string, Json> = {};
  for (const [id, operation] of Object.entries<Operation>(OPERATIONS)) {
    (paths[operation.path] ??= {})[operation.method.toLowerCase()] = described(id, operation);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Coalface 煤情',
      version: '1',
      description:
        'Published snapshots, the query library and sandboxed SQL. Every answer is of one snapshot, named in the header coalface-snapshot.',
    },
    servers: [{ url: '/' }],
    paths,
    components: {
      schemas: { Problem: jsonSchema(problemSchema, 'output') },
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
    },
  };
}

function described(id: string, operation: Operation): Json {
  const { scope, summary, body, answer, rows } = operation;
  const json = { schema: jsonSchema(answer, 'output') };
  const content = rows
    ? {
        [ROW_TYPES.json]: json,
        [ROW_TYPES.csv]: { schema: { type: 'string' } },
        [ROW_TYPES.arrow]: { schema: { type: 'string', format: 'binary' } },
      }
    : { 'application/json': json };
  const faults = { ...FAULTS, ...(scope === null ? {} : ACCESS_FAULTS), ...(rows ? ROW_FAULTS : {}) };
  return {
    operationId: id,
    summary: summary.en,
    description: summary.zh,
    security: scope === null ? [] : [{ token: [] }],
    ...(scope === null ? {} : { 'x-scope': scope }),
    parameters: [...parameters(operation.parts, 'path'), ...parameters(operation.query, 'query')],
    ...(body
      ? {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: jsonSchema(body, 'input') } },
          },
        }
      : {}),
    responses: {
      '200': { description: 'The answer', content },
      ...(id === 'getQueryData' ? { '304': { description: 'As the ETag says, it is the same' } } : {}),
      ...Object.fromEntries(
        Object.entries(faults).map(([status, description]) => [
          status,
          {
            description,
            content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
          },
        ]),
      ),
    },
  };
}

const ROW_FAULTS = {
  '406': 'Rows are not sent in that form',
  '422': 'It asks for too much',
};

function parameters(schema: z.ZodObject, where: 'path' | 'query'): Json[] {
  const {
    properties = {},
    required = [],
    additionalProperties,
    description,
  } = jsonSchema(schema, 'input') as {
    properties?: Record<string, Json>;
    required?: string[];
    additionalProperties?: unknown;
    description?: string;
  };
  const named = Object.entries(properties).map(([name, { description: said, ...of }]) => ({
    name,
    in: where,
    required: required.includes(name),
    ...(said === undefined ? {} : { description: said }),
    schema: of,
  }));
  if (typeof additionalProperties !== 'object') return named;
  // every other key of the address, as OpenAPI says it
  const others = { type: 'object', additionalProperties };
  return [
    ...named,
    { name: 'params', in: where, required: false, description, style: 'form', explode: true, schema: others },
  ];
}

function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io });
  return rest;
}
