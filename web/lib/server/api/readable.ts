import { openapi } from './openapi.ts';
import { OPERATIONS, type Operation } from './operations.ts';

/** Something that an operation is given. */
export interface Input {
  name: string;
  where: 'path' | 'query' | 'body';
  type: string;
  required: boolean;
}

/** An operation as the page shows it. */
export interface ReadableOperation extends Pick<Operation, 'method' | 'path' | 'scope' | 'summary' | 'rows'> {
  id: string;
  inputs: Input[];
}

interface Schema {
  type?: string;
  anyOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
}
interface Described {
  parameters: { name: string; in: 'path' | 'query'; required: boolean; schema: Schema }[];
  requestBody?: { content: { 'application/json': { schema: Schema } } };
}

/** The operations of the API, read out of its document. */
export function readableOperations(): ReadableOperation[] {
  const paths = openapi()['paths'] as Record<string, Record<string, Described>>;
  return Object.entries<Operation>(OPERATIONS).flatMap(([id, { method, path, scope, summary, rows }]) => {
    const described = paths[path]?.[method.toLowerCase()];
    return described ? [{ id, method, path, scope, summary, rows, inputs: inputsOf(described) }] : [];
  });
}

function inputsOf({ parameters, requestBody }: Described): Input[] {
  const body = requestBody?.content['application/json'].schema ?? {};
  return [
    ...parameters.map(({ name, in: where, required, schema }) => ({
      name,
      where,
      required,
      type: typeOf(schema),
    })),
    ...Object.entries(body.properties ?? {}).map(([name, schema]) => ({
      name,
      where: 'body' as const,
      required: body.required?.includes(name) ?? false,
      type: typeOf(schema),
    })),
  ];
}

function typeOf({ type, anyOf = [] }: Schema): string {
  return type ?? anyOf.map(typeOf).join(' | ');
}
