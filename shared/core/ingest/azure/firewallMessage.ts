import type { JsonObject } from '../../../model/json';
import { named } from './azureRecord';

/** An end of a connection; ports may be empty, IPv6 stands in brackets. */
const end = String.raw`(\[[0-9a-f:.%]+\]|[^\s:]+)(?::(\d*))?`;
const flow = new RegExp(String.raw`^(\S+)(?: Type=(\d+))? request from ${end} to ${end}`, 'i');
const translated = new RegExp(String.raw`was DNAT'ed to ${end}`, 'i');
const dns = /^DNS Request: (\S+?):(\d+) - (\d+) (\S+) (\S+) (\S+)/i;
const labels: [string, RegExp][] = [
  ['Action', /Action: ([A-Za-z]+)/],
  ['Policy', /Policy: ([^.]+?)\. /],
  ['RuleCollectionGroup', /Rule Collection Group: ([^.]+?)\. /],
  ['RuleCollection', /Rule Collection: ([^.]+?)\. /],
  ['Rule', /(?:^|[. ])Rule: ([^.]+?)(?:\.\s|\.?$)/],
  ['TargetUrl', /Url: (\S+?)\.? (?=Action)/],
  ['SignatureId', /Signature: (\d+)/],
  ['Description', /IDS: (.+?)\. Priority:/],
  ['Severity', /Priority: (\d+)/],
  ['Category', /Classification: (.+?)\.?$/],
  ['ThreatDescription', /ThreatIntel: (.+?)\.?$/],
];

/**
 * The sentence in which older logs of Azure Firewall tell everything, in the names of the structured log:
 * `TCP request from 192.0.2.1:49680 to 198.51.100.2:1688. Action: Deny. `. What it does not say is absent.
 */
export function readFirewallMessage(message: string): JsonObject {
  const text = message.slice(0, 8192);
  const found: JsonObject = {};
  for (const [name, pattern] of labels) {
    const value = pattern.exec(text)?.[1];
    if (value !== undefined) found[name] = value;
  }
  return { ...found, ...fromFlow(text), ...fromDns(text) };
}

function fromFlow(text: string): JsonObject {
  const parts = flow.exec(text);
  if (parts === null) return {};
  const [, protocol, icmpType, source, sourcePort, target, targetPort] = parts.map((part) => part?.replace(/\.$/, ''));
  const [, to, toPort] = translated.exec(text) ?? [];
  const isName = /[a-z]/i.test(target ?? '') && !target?.startsWith('[');
  return named({
    Protocol: protocol,
    IcmpType: icmpType,
    SourceIp: bare(source),
    SourcePort: sourcePort,
    ...(isName ? { Fqdn: target } : { DestinationIp: bare(target) }),
    DestinationPort: targetPort,
    TranslatedIp: bare(to?.replace(/\.$/, '')),
    TranslatedPort: toPort,
  });
}

function fromDns(text: string): JsonObject {
  const [, source, sourcePort, queryId, queryType, , queryName] = dns.exec(text) ?? [];
  return named({
    SourceIp: bare(source),
    SourcePort: sourcePort,
    QueryId: queryId,
    QueryType: queryType,
    QueryName: queryName,
  });
}

const bare = (address: string | undefined): string | undefined => address?.replace(/^\[|\]$/g, '');
