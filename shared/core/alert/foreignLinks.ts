import type { Alert } from '../../model/alert';

/** A link to the alert at the product that raised it, in the members of Microsoft's extended links. */
export function foreignLinks({ foreign }: Alert): { Category: string; Label: string; Href: string; Type: string }[] {
  if (!foreign || foreign.link === '') return [];
  return [{ Category: 'original_alert', Label: `Open in ${foreign.productName}`, Href: foreign.link, Type: 'webLink' }];
}
