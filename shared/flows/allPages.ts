import type { Listed, ListOptions } from './ports/listed';

/** Every item of a list, page by page. */
export async function* allPages<T>(list: (options: ListOptions) => Promise<Listed<T>>, top = 500): AsyncGenerator<T> {
  let continuation: string | undefined;
  do {
    const page = await list({ top, continuation });
    yield* page.items;
    continuation = page.continuation;
  } while (continuation);
}
