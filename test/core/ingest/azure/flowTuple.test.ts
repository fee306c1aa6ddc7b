import fc from 'fast-check';
import { readNsgTuple, readVnetTuple } from '../../../../shared/core/ingest/azure/flowTuple';

describe('readNsgTuple', () => {
  it('reads the thirteen fields of version 2', () => {
    expect(readNsgTuple('1795248005,10.0.0.4,203.0.113.5,35620,443,T,O,A,E,9,4817,7,900')).toEqual({
      time: '2026-11-21T08:00:05.000Z',
      source: '10.0.0.4',
      destination: '203.0.113.5',
      fields: {
        SrcIp: '10.0.0.4',
        DestIp: '203.0.113.5',
        SrcPort: 35620,
        DestPort: 443,
        L4Protocol: 'TCP',
        FlowDirection: 'Outbound',
        FlowState: 'End',
        PacketsSrcToDest: 9,
        BytesSrcToDest: 4817,
        PacketsDestToSrc: 7,
        BytesDestToSrc: 900,
        src_ip: '10.0.0.4',
        dst_ip: '203.0.113.5',
        src_port: 35620,
        dst_port: 443,
        action: 'Allow',
      },
    });
  });

  it('has no counters for a flow that begins, and none in version 1', () => {
    const begun = readNsgTuple('1795248000,192.0.2.1,10.0.0.4,1,22,U,I,D,B,,,,');
    expect(begun!.fields).toMatchObject({ action: 'Deny', L4Protocol: 'UDP', FlowState: 'Begin' });
    expect(begun!.fields).not.toHaveProperty('BytesSrcToDest');
    expect(readNsgTuple('1795248000,192.0.2.1,10.0.0.4,1,22,T,I,A')!.fields.FlowState).toBe('');
  });

  it.each([
    ['1795248000,10.0.0.4,203.0.113.5,1,2,T,O,X,B,,,,'],
    ['1795248000,10.0.0.4,here,1,2,T,O,A,B,,,,'],
    ['1795248000,10.0.0.4,203.0.113.5,1,2,T,?,A,B,,,,'],
    ['soon,10.0.0.4,203.0.113.5,1,2,T,O,A,B,,,,'],
    ['1795248000,10.0.0.4,203.0.113.5,a,2,T,O,A,B,,,,'],
    ['1795248000,10.0.0.4'],
    [''],
  ])('%j is none', (text) => {
    expect(readNsgTuple(text)).toBeUndefined();
  });
});

describe('readVnetTuple', () => {
  it.each([
    ['D', 'Deny', 'Deny'],
    ['B', 'Allow', 'Begin'],
    ['C', 'Allow', 'Continuing'],
  ])('state %s means %s', (state, action, FlowState) => {
    const tuple = readVnetTuple(`1795248000447,10.0.0.4,203.0.113.5,123,123,17,O,${state},NX,4,360,4,528`);
    expect(tuple!.time).toBe('2026-11-21T08:00:00.447Z');
    expect(tuple!.fields).toMatchObject({ action, FlowState, FlowEncryption: 'NX', L4Protocol: 'UDP' });
  });

  it('leaves a protocol that it has no name for as a number', () => {
    expect(readVnetTuple('1795248000447,10.0.0.4,10.0.0.5,0,0,50,O,B,NX,0,0,0,0')!.fields.L4Protocol).toBe('50');
  });
});

it('reads any line without failing', () => {
  const part = fc.oneof(fc.string(), fc.constantFrom('T', 'I', 'A', 'B', '1795248000', '10.0.0.4', ''));
  fc.assert(
    fc.property(fc.array(part, { maxLength: 14 }), (parts) => {
      for (const read of [readNsgTuple, readVnetTuple]) {
        const tuple = read(parts.join(','));
        expect(tuple === undefined || !Number.isNaN(Date.parse(tuple.time))).toBe(true);
      }
    }),
  );
});
