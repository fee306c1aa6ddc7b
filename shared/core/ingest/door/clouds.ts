/** Clouds whose hosts a machine may have to reach. Source: "Azure Government endpoint mapping" (learn.microsoft.com). */
export const clouds = {
  Public: {
    eventHubs: 'servicebus.windows.net',
    login: 'https://login.microsoftonline.com',
    arm: 'https://management.azure.com',
  },
  USGov: {
    eventHubs: 'servicebus.usgovcloudapi.net',
    login: 'https://login.microsoftonline.us',
    arm: 'https://management.usgovcloudapi.net',
  },
} as const;

export type CloudName = keyof typeof clouds;
export const cloudNames = ['Public', 'USGov'] as const satisfies readonly CloudName[];

/** The cloud whose Resource Manager that is; the public one for any other. */
export const cloudOf = (armEndpoint: string): CloudName =>
  cloudNames.find((name) => new URL(clouds[name].arm).host === new URL(armEndpoint).host) ?? 'Public';
