/** Types that old or foreign writers give as a number only. */
const byNumber: Record<string, string> = {
  1100: 'USER_AUTH',
  1101: 'USER_ACCT',
  1102: 'USER_MGMT',
  1103: 'CRED_ACQ',
  1104: 'CRED_DISP',
  1105: 'USER_START',
  1106: 'USER_END',
  1107: 'USER_AVC',
  1108: 'USER_CHAUTHTOK',
  1109: 'USER_ERR',
  1110: 'CRED_REFR',
  1112: 'USER_LOGIN',
  1113: 'USER_LOGOUT',
  1114: 'ADD_USER',
  1115: 'DEL_USER',
  1116: 'ADD_GROUP',
  1117: 'DEL_GROUP',
  1123: 'USER_CMD',
  1124: 'USER_TTY',
  1130: 'SERVICE_START',
  1131: 'SERVICE_STOP',
  1300: 'SYSCALL',
  1302: 'PATH',
  1305: 'CONFIG_CHANGE',
  1306: 'SOCKADDR',
  1307: 'CWD',
  1309: 'EXECVE',
  1319: 'TTY',
  1320: 'EOE',
  1326: 'SECCOMP',
  1327: 'PROCTITLE',
  1400: 'AVC',
  1701: 'ANOM_ABEND',
};

/** `SYSCALL` for `SYSCALL`, `1300` and `UNKNOWN[1300]`; unknown numbers stay `UNKNOWN[1334]`. */
export function recordTypeName(type: string): string {
  const number = /^(?:UNKNOWN\[)?(\d+)\]?$/.exec(type)?.[1];
  if (number === undefined) return type === '' ? 'UNKNOWN' : type;
  return byNumber[number] ?? `UNKNOWN[${number}]`;
}
