import type { Alert } from '../../model/alert';

export type AlertLink = { Category: string; Label: string; Href: string; Type: string };

/** Where to read on, in the members of Microsoft's extended links: the alert at the product that raised it, pages that the rule names. */
export function alertLinks({ foreign, references = [] }: Alert): AlertLink[] {
  const pages = references.filter((page) => /^https:\/\/[^\s"'<>]{1,2000}$/i.test(page));
  return [
    ...(foreign && foreign.link !== ''
      ? [{ Category: 'original_alert', Label: `Open in ${foreign.productName}`, Href: foreign.link, Type: 'webLink' }]
      : []),
    ...pages.map((Href) => ({ Category: 'rule_reference', Label: 'Page named by the rule', Href, Type: 'webLink' })),
  ];
}
