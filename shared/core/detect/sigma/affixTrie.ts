/** Finds all of a set of literals that a text begins or ends with, walking it from that side: no more is looked at than fits. */
export type AffixSearch = (text: string, found: (id: number) => void) => void;

interface Node {
  children: Map<number, Node>;
  /** Of the literals that end here. */
  ids: number[];
}

const emptyNode = (): Node => ({ children: new Map(), ids: [] });

/** `text` must be folded as the literals are. */
export function createAffixSearch(
  side: 'start' | 'end',
  literals: readonly { literal: string; id: number }[],
): AffixSearch {
  const root = emptyNode();
  const charOf = (text: string, step: number): number =>
    text.charCodeAt(side === 'start' ? step : text.length - 1 - step);
  for (const { literal, id } of literals) {
    let node = root;
    for (let step = 0; step < literal.length; step++) {
      const char = charOf(literal, step);
      const child = node.children.get(char) ?? emptyNode();
      node.children.set(char, child);
      node = child;
    }
    node.ids.push(id);
  }
  return (text, found) => {
    let node: Node | undefined = root;
    for (let step = 0; step < text.length; step++) {
      node = node.children.get(charOf(text, step));
      if (node === undefined) return;
      for (const id of node.ids) found(id);
    }
  };
}
