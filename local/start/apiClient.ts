/** Calls the running API as any client would. */
export interface ApiClient {
  get<T>(path: string): Promise<T>;
  /** All rows of a paged list. */
  list<T>(path: string): Promise<T[]>;
  put(path: string, body: unknown): Promise<void>;
}

export function apiClient(base: string, token: () => Promise<string>): ApiClient {
  const call = async (url: string, init: RequestInit = {}): Promise<Response> => {
    const headers = { authorization: `Bearer ${await token()}`, 'content-type': 'application/json' };
    const response = await fetch(url, { ...init, headers });
    if (response.ok) return response;
    throw new Error(
      `${init.method ?? 'GET'} ${new URL(url).pathname} answered ${response.status}: ${await response.text()}`,
    );
  };
  const get = async <T>(path: string) => (await (await call(new URL(path, base).href)).json()) as T;
  return {
    get,
    async list<T>(path: string) {
      const rows: T[] = [];
      for (let next: string | undefined = path; next;) {
        const page: { value: T[]; nextLink?: string } = await get(next);
        rows.push(...page.value);
        next = page.nextLink;
      }
      return rows;
    },
    put: async (path, body) => {
      const response = await call(new URL(path, base).href, { method: 'PUT', body: JSON.stringify(body) });
      await response.arrayBuffer();
    },
  };
}
