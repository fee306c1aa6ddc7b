/** Where the default workspace of a machine lies. Documented by Microsoft (2024-07) for Defender for Cloud. */
export type Geography =
  | 'United States'
  | 'Canada'
  | 'Europe'
  | 'United Kingdom'
  | 'Asia Pacific'
  | 'India'
  | 'Japan'
  | 'China'
  | 'Australia'
  | 'US Government';

/**
 * Parts of region names, the first that fits. Brazil and South Africa belong to the United States, Korea to Asia Pacific
 * (documented). Our choice, since nothing is documented: Mexico and Chile as Brazil, Israel and the Gulf as the rest of Asia,
 * New Zealand as Australia.
 */
const parts: [RegExp, Geography][] = [
  [/^usgov|^usdod|^ussec|^usnat/, 'US Government'],
  [/^canada/, 'Canada'],
  [/^uk(south|west)/, 'United Kingdom'],
  [/^china/, 'China'],
  [/^japan/, 'Japan'],
  [/india/, 'India'],
  [/^australia|^newzealand/, 'Australia'],
  [/^brazil|^southafrica|^mexico|^chile/, 'United States'],
  [/^(eastasia|southeastasia|korea|indonesia|malaysia|taiwan|uae|qatar|saudi|israel)/, 'Asia Pacific'],
  [
    /europe$|^(france|germany|switzerland|norway|sweden|poland|italy|spain|austria|belgium|denmark|finland|greece)/,
    'Europe',
  ],
  [/^(east|west|central|northcentral|southcentral|westcentral|southeast)us(\d|$)/, 'United States'],
];

/** `westeurope` or `West Europe`; undefined for `global`, `local` and what is no Azure region. */
export function geographyOf(location: string): Geography | undefined {
  const region = location.toLowerCase().replace(/[\s_-]/g, '');
  return parts.find(([pattern]) => pattern.test(region))?.[1];
}

/** The region of the default workspace of a geography, and its code as Azure writes it into the names of default workspaces. */
export const defaultRegion: Record<Geography, { region: string; code: string }> = {
  'United States': { region: 'eastus', code: 'EUS' },
  Canada: { region: 'canadacentral', code: 'CCA' },
  Europe: { region: 'westeurope', code: 'WEU' },
  'United Kingdom': { region: 'uksouth', code: 'SUK' },
  'Asia Pacific': { region: 'southeastasia', code: 'SEA' },
  India: { region: 'centralindia', code: 'CIN' },
  Japan: { region: 'japaneast', code: 'EJP' },
  China: { region: 'chinaeast2', code: 'CNE2' },
  Australia: { region: 'australiaeast', code: 'EAU' },
  'US Government': { region: 'usgovvirginia', code: 'USGV' },
};
