export interface SignInFacts {
  time: string;
  user: string;
  appId: string;
  address: string;
  country: string;
  asn?: number;
  coordinates?: { latitude: number; longitude: number };
}

/** A successful sign-in as Entra exports it. */
export const signInBody = ({ time, user, appId, address, country, asn, coordinates }: SignInFacts): string =>
  JSON.stringify({
    records: [
      {
        time,
        resourceId: '/tenants/00000000-0000-0000-0000-00000000000a/providers/Microsoft.aadiam',
        operationName: 'Sign-in activity',
        category: 'SignInLogs',
        resultType: '0',
        callerIpAddress: address,
        properties: {
          id: `${time} ${user} ${address} ${country}`,
          createdDateTime: time,
          userPrincipalName: user,
          userId: user,
          appId,
          ipAddress: address,
          ...(asn !== undefined && { autonomousSystemNumber: asn }),
          location: { countryOrRegion: country, ...(coordinates && { geoCoordinates: coordinates }) },
          status: { errorCode: 0 },
        },
      },
    ],
  });
