/** Clouds whose hosts a machine may have to reach. Source: "Azure Government endpoint mapping" (learn.microsoft.com). */
export const clouds = {
  Public: { eventHubs: 'servicebus.windows.net', login: 'https://login.microsoftonline.com' },
  USGov: { eventHubs: 'servicebus.usgovcloudapi.net', login: 'https://login.microsoftonline.us' },
} as const;

export type CloudName = keyof typeof clouds;
export const cloudNames = ['Public', 'USGov'] as const satisfies readonly CloudName[];
