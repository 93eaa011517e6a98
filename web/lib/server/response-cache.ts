/** A finished answer: what it says and how it is coded. */
export interface StoredResponse {
  status: number;
  headers: [string, string][];
  body: Uint8Array<ArrayBuffer>;
}

/**
 * Finished answers by a key that names everything their bytes depend on; the same answer asked for by many at once is made
 * once. Holds so many bytes; what was asked for longest ago goes first. Only answers with status 200 are kept.
 */
export class ResponseCache {
  readonly #limit: number;
  readonly #kept = new Map<string, StoredResponse>();
  readonly #making = new Map<string, Promise<StoredResponse>>();
  #bytes = 0;

  /** @param limit bytes of bodies kept */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** The answer of a key. @param make makes it when it is not kept; its failure is passed on and not kept */
  async get(key: string, make: () => Promise<Response>): Promise<Response> {
    const kept = this.#kept.get(key);
    if (kept) {
      this.#kept.delete(key);
      this.#kept.set(key, kept);
      return responseOf(kept);
    }
    let making = this.#making.get(key);
    if (!making) {
      making = store(make).finally(() => this.#making.delete(key));
      this.#making.set(key, making);
      void making.then(
        (stored) => this.#keep(key, stored),
        () => undefined,
      );
    }
    return responseOf(await making);
  }

  #keep(key: string, stored: StoredResponse): void {
    if (stored.status !== 200 || stored.body.length > this.#limit / 4) return;
    this.#kept.set(key, stored);
    this.#bytes += stored.body.length;
    for (const [oldest, { body }] of this.#kept) {
      if (this.#bytes <= this.#limit) break;
      this.#kept.delete(oldest);
      this.#bytes -= body.length;
    }
  }
}

async function store(make: () => Promise<Response>): Promise<StoredResponse> {
  const response = await make();
  return {
    status: response.status,
    headers: [...response.headers],
    body: new Uint8Array(await response.arrayBuffer()),
  };
}

function responseOf({ status, headers, body }: StoredResponse): Response {
  return new Response(body, { status, headers });
}
