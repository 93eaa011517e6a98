import { CoalfaceError } from '../../data/errors.ts';

/** A key that the user holds, and the parameter of the address that carries it. */
export interface Secret {
  parameter: string;
  value: string;
}

const MASK = '***';
/** A shorter one occurs in bodies by chance, and would be masked there. */
const KEY = /^[\x21-\x7e]{8,}$/;

/**
 * The secret of an environment variable; null if it is not set.
 * @throws CoalfaceError `bad_key` if it can be none
 */
export function secretFrom(key: { env: string; query: string }, env: NodeJS.ProcessEnv): Secret | null {
  const value = env[key.env]?.trim();
  if (!value) return null;
  if (!KEY.test(value)) {
    throw new CoalfaceError('bad_key', `${key.env} holds no key: 8 or more letters, digits and signs`, {
      hint: `set ${key.env} to the key as its publisher gave it`,
    });
  }
  return { parameter: key.query, value };
}

/** Takes a secret out of all that is written down: receipts, bodies that echo it, errors and their causes. */
export class Redactor {
  readonly #forms: string[];

  constructor(secret: Secret | null) {
    const value = secret?.value;
    const forms = value
      ? [value, encodeURIComponent(value), new URLSearchParams({ value }).toString().slice('value='.length)]
      : [];
    this.#forms = [...new Set(forms)];
  }

  text(text: string): string {
    return this.#forms.reduce((masked, form) => masked.replaceAll(form, MASK), text);
  }

  /** The bytes themselves if they do not hold the secret. */
  bytes(bytes: Buffer): Buffer {
    if (!this.#forms.some((form) => bytes.includes(form))) return bytes;
    return Buffer.from(this.text(bytes.toString('latin1')), 'latin1');
  }

  /** The same error without the secret. */
  error(error: CoalfaceError): CoalfaceError {
    if (this.#forms.length === 0) return error;
    const where = Object.fromEntries(
      Object.entries(error.where).map(([key, value]) => [
        key,
        typeof value === 'string' ? this.text(value) : value,
      ]),
    );
    const { cause, hint, retryAt } = error;
    return new CoalfaceError(error.code, this.text(error.message), {
      where,
      ...(hint === undefined ? {} : { hint: this.text(hint) }),
      ...(retryAt === undefined ? {} : { retryAt }),
      cause: cause instanceof Error ? new Error(this.text(cause.message)) : cause,
    });
  }
}
