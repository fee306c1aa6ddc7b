export interface SecretStore {
  /** Seals a value and answers nothing: it never comes out but through `open`. */
  seal(id: string, value: string): Promise<void>;
  open(id: string): Promise<string | undefined>;
  remove(id: string): Promise<void>;
}
