import { uuid5 } from '../../../shared/core/alert/uuid5';

describe('uuid5', () => {
  it.each([
    // RFC 9562, appendix A.4
    ['6ba7b810-9dad-11d1-80b4-00c04fd430c8', 'www.example.com', '2ed6657d-e927-568b-95e1-2665a8aea6a2'],
    // Python documentation of module uuid
    ['6ba7b810-9dad-11d1-80b4-00c04fd430c8', 'python.org', '886313e1-3b8a-5372-9b90-0c9aee199e5d'],
  ])('of %s and %s', (namespace, name, expected) => {
    expect(uuid5(namespace, name)).toBe(expected);
  });
});
