/**
 * Where a fault lies: any of a file, a row (1-based record number), a column, a URL, a source, a query id, or a line and a
 * character (1-based) of a statement.
 */
export interface Where {
  file?: string;
  row?: number;
  column?: string;
  url?: string;
  source?: string;
  query?: string;
  line?: number;
  character?: number;
}

/** What a {@link CoalfaceError} carries beside its message. */
export interface ErrorDetails {
  hint?: string;
  cause?: unknown;
  where?: Where;
  /** when another try may go well, as an ISO 8601 instant, if somebody said so */
  retryAt?: string;
}

/**
 * Every fault that a user can meet. `code` is stable and machine-readable (`unknown_query`, `table_not_found` …),
 * `hint` says what to do, `where` names the file, row, column or URL.
 */
export class CoalfaceError extends Error {
  readonly code: string;
  readonly hint: string | undefined;
  readonly where: Where;
  readonly retryAt: string | undefined;

  constructor(code: string, message: string, details: ErrorDetails = {}) {
    super(message, { cause: details.cause });
    this.name = 'CoalfaceError';
    this.code = code;
    this.hint = details.hint;
    this.where = details.where ?? {};
    this.retryAt = details.retryAt;
  }

  /** One text for a terminal: message, place, cause and hint, each on its line. */
  describe(): string {
    const place = Object.entries(this.where)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => `${key} ${value}`)
      .join(', ');
    const cause = this.cause instanceof Error ? this.cause.message : undefined;
    return [
      `${this.code}: ${this.message}`,
      place && `  at ${place}`,
      cause && `  cause: ${cause}`,
      this.hint && `  hint: ${this.hint}`,
    ]
      .filter(Boolean)
      .join('\n');
  }
}

/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The system error code (`ENOENT` …) of anything that was thrown, or undefined. */
export function systemCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
