/** One page of a list; `continuation` is opaque and absent at the end. */
export interface Listed<T> {
  items: T[];
  continuation?: string;
}

export interface ListOptions {
  top: number;
  continuation?: string | undefined;
}
