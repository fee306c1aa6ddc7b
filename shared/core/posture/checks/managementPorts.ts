/** SSH, RDP and WinRM: the ports that just-in-time access of Defender for Cloud guards by default. */
export const managementPorts = [
  { port: 22, protocol: 'tcp' },
  { port: 3389, protocol: 'tcp' },
  { port: 3389, protocol: 'udp' },
  { port: 5985, protocol: 'tcp' },
  { port: 5986, protocol: 'tcp' },
] as const;

export const tcpManagementPorts: readonly number[] = managementPorts
  .filter(({ protocol }) => protocol === 'tcp')
  .map(({ port }) => port);
