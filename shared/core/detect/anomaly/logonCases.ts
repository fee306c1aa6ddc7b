/** Event 4624 (or 4625 when it failed) of the Security channel, as evtx JSON. */
export const windowsLogon = (
  time: string,
  index: number,
  account: string,
  type: string,
  computer: string,
  eventId = 4624,
): string =>
  JSON.stringify({
    Event: {
      System: {
        Provider: { '#attributes': { Name: 'Microsoft-Windows-Security-Auditing' } },
        EventID: eventId,
        Channel: 'Security',
        Computer: computer,
        TimeCreated: { '#attributes': { SystemTime: time } },
        EventRecordID: index,
      },
      EventData: {
        TargetUserName: account,
        TargetDomainName: 'EXAMPLE',
        LogonType: type,
        IpAddress: '198.51.100.20',
      },
    },
  });
