/** Names of facilities and severities by their number (RFC 5424, section 6.2.1; spelled as rsyslog does). */
export const facilities = [
  'kern',
  'user',
  'mail',
  'daemon',
  'auth',
  'syslog',
  'lpr',
  'news',
  'uucp',
  'cron',
  'authpriv',
  'ftp',
  'ntp',
  'audit',
  'alert',
  'clock',
  'local0',
  'local1',
  'local2',
  'local3',
  'local4',
  'local5',
  'local6',
  'local7',
];

export const severities = ['emerg', 'alert', 'crit', 'err', 'warning', 'notice', 'info', 'debug'];

const services: Record<string, string> = {
  sshd: 'sshd',
  'sshd-session': 'sshd',
  sudo: 'sudo',
  cron: 'cron',
  crond: 'cron',
  crontab: 'cron',
  anacron: 'cron',
  vsftpd: 'vsftpd',
  clamd: 'clamav',
  freshclam: 'clamav',
  clamav: 'clamav',
  guacd: 'guacamole',
  guacamole: 'guacamole',
};

const authentication = new Set(['auth', 'authpriv']);

/** Service of Sigma's Linux log sources that a line belongs to: its program's, else that of the facility. */
export function syslogService(program: string, facility: string): string {
  const name = program.toLowerCase().slice(program.lastIndexOf('/') + 1);
  if (Object.hasOwn(services, name)) return services[name]!;
  return authentication.has(facility.toLowerCase()) ? 'auth' : 'syslog';
}
