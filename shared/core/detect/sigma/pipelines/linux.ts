import type { Pipeline } from './pipeline';

const services = (...names: string[]) => names.map((service) => ({ product: 'linux', service }));

/** A line is of its program's service; rules for a log file are for all programs that write to it. */
export const linux: Pipeline[] = [
  { rule: { product: 'linux', service: 'auth' }, events: services('auth', 'sshd', 'sudo') },
  {
    rule: { product: 'linux', service: 'syslog' },
    events: services('syslog', 'auth', 'sshd', 'sudo', 'cron', 'vsftpd', 'clamav', 'guacamole'),
  },
  { rule: { service: 'apache' }, events: [{ service: 'apache' }, { category: 'webserver' }, ...services('syslog')] },
  { rule: { service: 'nginx' }, events: [{ service: 'nginx' }, { category: 'webserver' }, ...services('syslog')] },
];
