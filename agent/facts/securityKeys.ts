const perInterface = (family: 'ipv4' | 'ipv6', names: string[]) =>
  ['all', 'default'].flatMap((scope) => names.map((name) => `net.${family}.conf.${scope}.${name}`));

/** Kernel settings that hardening guides speak of (kernel documentation: admin-guide/sysctl, networking/ip-sysctl). */
export const securityKeys: readonly string[] = [
  'kernel.randomize_va_space',
  'kernel.kptr_restrict',
  'kernel.dmesg_restrict',
  'kernel.perf_event_paranoid',
  'kernel.unprivileged_bpf_disabled',
  'kernel.unprivileged_userns_clone',
  'kernel.yama.ptrace_scope',
  'kernel.kexec_load_disabled',
  'kernel.modules_disabled',
  'kernel.sysrq',
  'kernel.core_pattern',
  'fs.suid_dumpable',
  'fs.protected_hardlinks',
  'fs.protected_symlinks',
  'fs.protected_fifos',
  'fs.protected_regular',
  'vm.mmap_min_addr',
  'net.core.bpf_jit_harden',
  'net.ipv4.ip_forward',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.icmp_echo_ignore_broadcasts',
  'net.ipv4.icmp_ignore_bogus_error_responses',
  ...perInterface('ipv4', [
    'accept_redirects',
    'secure_redirects',
    'send_redirects',
    'accept_source_route',
    'rp_filter',
    'log_martians',
  ]),
  ...perInterface('ipv6', ['accept_redirects', 'accept_source_route', 'accept_ra', 'forwarding', 'disable_ipv6']),
];
