/**
 * Where people see an assessment in this deployment, of one resource or of all, in the segments that Microsoft's links have. `publicUrl`
 * has no trailing slash.
 */
export function assessmentLink(publicUrl: string, assessmentKey: string, resourceId?: string): string {
  const link = `${publicUrl}/#blade/RecommendationsBlade/assessmentKey/${assessmentKey}`;
  return resourceId === undefined ? link : `${link}/resourceId/${encodeURIComponent(resourceId)}`;
}

/** Consumers read links in two spellings; the one from captures has no scheme. */
export const portalLinks = (link: string): { azurePortal: string; azurePortalUri: string } => ({
  azurePortal: link.replace(/^https?:\/\//, ''),
  azurePortalUri: link,
});
